package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.GeneratorProgress.Stage;

class NetflixGeneratorTest {
    private static final NetflixConfig SMALL = new NetflixConfig(0.001);
    private static final Seed SEED = new Seed(42);
    private static final List<String> FILES = List.of(
            "README",
            "combined_data_1.txt",
            "combined_data_2.txt",
            "combined_data_3.txt",
            "combined_data_4.txt",
            "movie_titles.txt");

    @TempDir
    private static Path shared;

    private static Dataset data;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generate() throws IOException {
        NetflixGenerator.write(SMALL, SEED, shared, GeneratorProgress.NONE);
        data = Dataset.read(shared);
    }

    @Test
    void theFullSizeIsThePrizes() {
        assertThat(NetflixConfig.FULL.users()).isEqualTo(480_189);
        assertThat(NetflixConfig.FULL.movies()).isEqualTo(17_770);
        assertThat(NetflixConfig.FULL.ratings()).isEqualTo(100_480_507);
        assertThat(NetflixConfig.days()).isEqualTo(2243).isLessThan(1 << 12);
        NetflixConfig hundredth = new NetflixConfig(0.01);
        assertThat(hundredth.users()).isEqualTo(4802);
        assertThat(hundredth.movies()).isEqualTo(1777);
        assertThat(hundredth.ratings()).isEqualTo(1_004_805);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0009, 1.1, -1, Double.NaN})
    void aScaleOutsideItsRangeIsRefused(double scale) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetflixConfig(scale))
                .withMessage("scale must be 0.001 … 1, but was " + scale);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readingBackGivesExactlyTheSizesThatWereAskedFor(long seed) throws IOException {
        NetflixGenerator.write(SMALL, new Seed(seed), folder, GeneratorProgress.NONE);
        Dataset read = Dataset.read(folder);
        assertThat(read.interactions().size()).isEqualTo(SMALL.ratings());
        assertThat(read.users().size()).isEqualTo(SMALL.users());
        assertThat(read.items().size()).isEqualTo(SMALL.movies());
        assertThat(read.titles()).hasSize(SMALL.movies());
        assertThat(Repeats.count(read.interactions()))
                .as("a user never meets a movie twice")
                .isZero();
        DataSummary summary = DataSummary.of(read);
        assertThat(summary.first()).hasToString("1999-11-11T00:00:00Z");
        assertThat(summary.last()).hasToString("2005-12-31T00:00:00Z");
        assertThat(summary.ratings()).extracting(DataSummary.Bucket::from).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
    }

    @Test
    void theFilesAreThePrizes() throws IOException {
        assertThat(files(shared)).isEqualTo(FILES);
        int number = 0;
        for (int file = 1; file <= 4; file++) {
            for (String line : Files.readAllLines(shared.resolve("combined_data_" + file + ".txt"))) {
                if (line.endsWith(":")) {
                    assertThat(Integer.parseInt(line.substring(0, line.length() - 1)))
                            .isEqualTo(++number);
                } else {
                    assertThat(line).matches("[1-9]\\d*,[1-5],(1999|200[0-5])-\\d\\d-\\d\\d");
                }
            }
        }
        assertThat(number).isEqualTo(SMALL.movies());
        List<String> titles = Files.readAllLines(shared.resolve("movie_titles.txt"), StandardCharsets.ISO_8859_1);
        assertThat(titles).hasSize(SMALL.movies()).allMatch(line -> line.matches("\\d+,(\\d{4}|NULL),.+"));
        assertThat(titles).anyMatch(line -> line.contains("é")).anyMatch(line -> line.matches("\\d+,\\d+,.*,.*"));
        assertThat(shared.resolve("README"))
                .content()
                .startsWith("Netflix files written by Tandem\n")
                .contains("generated, not collected", "  seed = 42\n  scale = 0.001\n  users = 480\n");
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        NetflixGenerator.write(SMALL, SEED, folder, GeneratorProgress.NONE);
        for (String file : FILES) {
            assertThat(folder.resolve(file)).hasSameBinaryContentAs(shared.resolve(file));
        }
        NetflixGenerator.write(SMALL, new Seed(43), folder, GeneratorProgress.NONE);
        assertThat(Files.mismatch(folder.resolve(FILES.get(1)), shared.resolve(FILES.get(1))))
                .isNotNegative();
        assertThat(files(folder)).isEqualTo(FILES);
    }

    /** The same bits on every machine and in every version: a change of this value changes figures that are published. */
    @Test
    void theDataIsPinned() {
        assertThat(data.interactions().checksum()).isEqualTo(4177318688965159816L);
    }

    @Test
    void idsOfUsersAreSparse() {
        int[] ids =
                data.users().ids().stream().mapToInt(Integer::parseInt).sorted().toArray();
        assertThat(ids[0]).isPositive().isLessThan(100_000);
        assertThat(ids[ids.length - 1]).isEqualTo(2_649_429);
        assertThat(ids[ids.length / 2]).isBetween(1_000_000, 1_700_000);
    }

    @Test
    void activityAndPopularityAreSkewed() {
        Interactions rows = data.interactions();
        int[] lengths = new int[rows.userCount()];
        for (int user = 0; user < lengths.length; user++) {
            lengths[user] = rows.count(user);
        }
        Arrays.sort(lengths);
        assertThat(lengths[lengths.length / 2]).isBetween(80, 170);
        assertThat(lengths[lengths.length - 1]).isBetween(500, SMALL.movies());
        int[] counts = rows.itemCounts();
        Arrays.sort(counts);
        assertThat(counts[0]).isPositive();
        assertThat(counts[counts.length / 2]).isLessThan(rows.size() / counts.length);
        int top = 0;
        for (int i = counts.length * 9 / 10; i < counts.length; i++) {
            top += counts[i];
        }
        assertThat((double) top / rows.size()).isGreaterThan(0.17);
    }

    @Test
    void ratingsGrowWithTheYearsAndUsersComeBack() {
        Interactions rows = data.interactions();
        int[] years = new int[2006];
        long visits = 0;
        for (int user = 0; user < rows.userCount(); user++) {
            long before = -1;
            for (int row = rows.start(user); row < rows.end(user); row++) {
                years[LocalDate.ofEpochDay(rows.timeMillis(row) / 86_400_000).getYear()]++;
                visits += rows.timeMillis(row) == before ? 0 : 1;
                before = rows.timeMillis(row);
            }
        }
        assertThat(Arrays.copyOfRange(years, 2000, 2006)).isSorted();
        assertThat((double) rows.size() / visits).isBetween(3.0, 8.0);
    }

    @Test
    void aUsersDaysStayInOrderAndInThePeriod() {
        NetflixDays days = new NetflixDays();
        for (int number = 0; number < 300; number++) {
            int length = 1 + number * number % 700;
            days.begin(length, SEED.child(number).random());
            int before = 0;
            Set<Integer> different = new HashSet<>();
            for (int i = 0; i < length; i++) {
                int day = days.next();
                assertThat(day).isBetween(before, NetflixConfig.days() - 1);
                before = day;
                different.add(day);
            }
            assertThat(different.size()).isLessThanOrEqualTo(1 + Math.ceilDiv(length, 4));
        }
    }

    @Test
    void everyPlaceBelongsToTheMovieThatCoversIt() {
        NetflixMovies movies = new NetflixMovies(SMALL, SEED);
        Set<Integer> numbers = new HashSet<>();
        int end = 0;
        for (int circle = 0; circle < movies.circles(); circle++) {
            assertThat(movies.firstPlace(circle)).isEqualTo(end);
            end += movies.places(circle);
            assertThat(movies.at(movies.firstPlace(circle))).isEqualTo(movies.firstPosition(circle));
            assertThat(movies.at(end - 1)).isEqualTo(movies.firstPosition(circle + 1) - 1);
            for (int position = movies.firstPosition(circle); position < movies.firstPosition(circle + 1); position++) {
                assertThat(movies.circle(position)).isEqualTo(circle);
                numbers.add(movies.number(position));
            }
        }
        assertThat(end).isEqualTo(NetflixMovies.allPlaces());
        assertThat(numbers).hasSize(movies.size()).allMatch(number -> number >= 1 && number <= movies.size());
    }

    @Test
    void aUserWhoMeetsEverythingMeetsEachMovieOnce() {
        NetflixMovies movies = new NetflixMovies(SMALL, SEED);
        NetflixUser user = new NetflixUser(movies);
        for (long number = 0; number < 3; number++) {
            user.begin(SEED.child(number).random());
            Set<Integer> met = new HashSet<>();
            for (int i = 0; i < movies.size(); i++) {
                assertThat(met.add(user.choose())).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"combined_data_3.txt", "movie_titles.txt", "README"})
    void foreignFilesAreKept(String file) throws IOException {
        Files.writeString(folder.resolve(file), "somebody's work");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NetflixGenerator.write(SMALL, SEED, folder, GeneratorProgress.NONE))
                .withMessage(folder.resolve(file)
                        + ": exists and was not written by Tandem, so it is not overwritten; choose another folder");
        assertThat(files(folder)).containsExactly(file);
    }

    @Test
    void otherFilesOfTandemAreKept() throws IOException {
        MovieLensWriter.write(Generator.generate(GeneratorConfig.DEFAULT, SEED), folder);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NetflixGenerator.write(SMALL, SEED, folder, GeneratorProgress.NONE))
                .withMessage(
                        folder.resolve("README")
                                + ": exists and belongs to other files of Tandem, so it is not overwritten; choose another folder");
        assertThat(files(folder)).containsExactly("README", "movies.dat", "ratings.dat");
    }

    @Test
    void aDiskWithoutRoomIsRefusedBeforeAnythingIsInvented() {
        NetflixGenerator.requireRoom(folder, 2_300_000_000L, NetflixConfig.FULL);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NetflixGenerator.requireRoom(folder, 1_000_000_000, NetflixConfig.FULL))
                .withMessage(
                        folder
                                + ": the files need about 2,210 MB, but the disk has 1,000 MB left; free some room, choose another folder or a smaller --scale");
    }

    @Test
    void aFailureLeavesTheOldFiles() throws IOException {
        NetflixGenerator.write(SMALL, SEED, folder, GeneratorProgress.NONE);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> NetflixGenerator.write(SMALL, new Seed(7), folder, (stage, done, total) -> {
                    if (stage == Stage.WRITING && done > total / 2) {
                        throw new IllegalStateException("stopped by the test");
                    }
                }));
        for (String file : FILES) {
            assertThat(folder.resolve(file)).hasSameBinaryContentAs(shared.resolve(file));
        }
        assertThat(files(folder)).isEqualTo(FILES);
    }

    @Test
    void progressCoversBothStages() throws IOException {
        List<Stage> stages = new ArrayList<>();
        List<Long> done = new ArrayList<>();
        NetflixGenerator.write(SMALL, SEED, folder, (stage, ratings, total) -> {
            assertThat(total).isEqualTo(SMALL.ratings());
            if (stages.isEmpty() || stages.getLast() != stage) {
                stages.add(stage);
                done.clear();
            }
            done.add(ratings);
        });
        assertThat(stages).containsExactly(Stage.INVENTING, Stage.WRITING);
        assertThat(done).isSorted().endsWith((long) SMALL.ratings());
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
