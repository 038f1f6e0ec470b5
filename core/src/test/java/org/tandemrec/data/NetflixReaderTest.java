package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;

class NetflixReaderTest {
    private static final Path SAMPLE = Path.of("..", "data", "netflix");
    private static final String SKIP_REMEDY = "; correct the line, or leave bad lines out with --on-bad-line skip";

    @TempDir
    private Path folder;

    @Test
    void readsTheSample() {
        ReadResult result = DataReader.read(SAMPLE, ReadOptions.DEFAULT);
        Dataset data = result.dataset();
        assertThat(rows(data))
                .containsExactlyInAnyOrder(
                        "6 1 5.0 2000-12-31",
                        "6 2 3.0 2001-01-01",
                        "6 3 4.0 2001-01-01",
                        "6 5 4.0 2001-01-02",
                        "1488844 6 2.0 2001-01-03",
                        "1488844 4 5.0 2001-01-04",
                        "1488844 1 4.0 2001-01-05",
                        "2649429 2 1.0 2001-01-06",
                        "2649429 3 4.0 2001-01-07",
                        "2649429 4 4.0 2001-01-07",
                        "2649429 2 5.0 2001-01-08",
                        "2649429 6 3.0 2001-01-09");
        assertThat(data.name()).isEqualTo("netflix");
        assertThat(data.format()).isEqualTo("netflix");
        assertThat(data.users().ids()).containsExactly("6", "1488844", "2649429");
        assertThat(data.items().ids()).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(data.interactions().tieRule()).isEqualTo(TieRule.SEEDED_HASH);
        assertThat(DataSummary.of(data).tieRule()).isEqualTo("seeded hash of (user, item)");
        assertThat(result.report().source()).isEqualTo(SAMPLE.toString());
        assertThat(result.report().rows()).isEqualTo(12);
        assertThat(result.report().notes())
                .containsExactly(
                        "read from 2 files, combined_data_1.txt … combined_data_2.txt",
                        "titles of 6 of 6 items from " + SAMPLE.resolve("movie_titles.txt"));
    }

    @Test
    void readsTitlesWithCommasLatin1AndYearsThatAreNotKnown() throws IOException {
        Map<String, String> titles = Map.of(
                "1", "Harbour Light (1995)",
                "2", "Paper Kites (2000)",
                "3", "Café at the Pole (1999)",
                "4", "Clockwork Meadow, The (1991)",
                "5", "Señor, Hello, and Goodbye",
                "6", "Night Train (2004)");
        assertThat(Dataset.read(SAMPLE).titles()).isEqualTo(titles);
        copySample();
        Files.writeString(
                folder.resolve("movie_titles.txt"),
                "1,1995,A\r\nnonsense\r\n2,NULL,\r\n3,,Café\r\n",
                StandardCharsets.ISO_8859_1);
        ReadResult result = DataReader.read(folder, ReadOptions.DEFAULT);
        assertThat(result.dataset().titles()).isEqualTo(Map.of("1", "A (1995)", "3", "Café"));
        assertThat(result.report().notes())
                .anyMatch(note -> note.endsWith("movie_titles.txt: 2 lines without an id and a title were left out"));
    }

    @Test
    void aFileForEachMovieReadsLikeTheCombinedOnes() throws IOException {
        Dataset expected = Dataset.read(SAMPLE);
        Path trainingSet = Files.createDirectory(folder.resolve("training_set"));
        List<String> movie = new ArrayList<>();
        for (String file : List.of("combined_data_1.txt", "combined_data_2.txt")) {
            for (String line : Files.readAllLines(SAMPLE.resolve(file))) {
                if (line.endsWith(":")) {
                    movie = new ArrayList<>();
                }
                movie.add(line);
                Path single = trainingSet.resolve("mv_%07d.txt"
                        .formatted(Integer.parseInt(movie.getFirst().replace(":", ""))));
                Files.write(single, movie);
            }
        }
        Files.copy(SAMPLE.resolve("movie_titles.txt"), folder.resolve("movie_titles.txt"));
        for (Path place : List.of(folder, trainingSet)) {
            Dataset data = Dataset.read(place);
            assertThat(data.interactions().checksum())
                    .isEqualTo(expected.interactions().checksum());
            assertThat(data.users().ids()).isEqualTo(expected.users().ids());
            assertThat(data.titles()).isEqualTo(expected.titles());
        }
        assertThatError(
                trainingSet.resolve("mv_0000002.txt"),
                trainingSet.resolve("mv_0000002.txt")
                        + ": recommending needs at least 2 users and 2 items, but the file has 2 and 1; is netflix its format and are these its columns? (--format, --columns)");
    }

    @Test
    void filesAreTakenInTheOrderOfTheirNumbers() throws IOException {
        write("combined_data_10.txt", "30:\n1,5,2001-01-01\n");
        write("combined_data_2.txt", "20:\n2,5,2001-01-01\n");
        write("combined_data_1.txt", "10:\n3,5,2001-01-01\n");
        write("mv_0000040.txt", "40:\n4,5,2001-01-01\n");
        write("probe.txt", "10:\n3\n");
        assertThat(Dataset.read(folder).items().ids()).containsExactly("10", "20", "30");
        assertThat(Dataset.read(folder).users().ids()).containsExactly("3", "2", "1");
    }

    @Test
    void filesMayBeZippedAndNamedAnyhow() throws IOException {
        long checksum = Dataset.read(SAMPLE).interactions().checksum();
        for (String file : List.of("combined_data_1.txt", "combined_data_2.txt")) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(file + ".gz")))) {
                Files.copy(SAMPLE.resolve(file), out);
            }
        }
        assertThat(Dataset.read(folder).interactions().checksum()).isEqualTo(checksum);
        String first = Files.readString(SAMPLE.resolve("combined_data_1.txt"));
        String second = Files.readString(SAMPLE.resolve("combined_data_2.txt"));
        Path one = write("ratings", first + second);
        assertThat(Dataset.read(one).interactions().checksum()).isEqualTo(checksum);
        assertThat(Dataset.read(one).format()).isEqualTo("netflix");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:\n7,5,2001-02-28\n8,1,2004-02-29\n2:\n7,3,1999-11-11\n",
                "1:\n7,5,2001-02-28\n8,1,2004-02-29\n2:\n7,3,1999-11-11",
                "1:\r\n7,5,2001-02-28\r\n8,1,2004-02-29\r\n2:\r\n7,3,1999-11-11\r\n",
                "\ufeff1:\n\n7,5,2001-02-28\n \n8,1,2004-02-29\n\n2:\n\t\n7,3,1999-11-11\n\n",
                " 1: \n 7 , 5 , 2001-02-28 \n8, 1, 2004-02-29\n2:\n007,3,1999-11-11\n",
                "9:\n1:\n7,5,2001-02-28\n8,1,2004-02-29\n2:\n7,3,1999-11-11\n3:\n",
            })
    void readsLinesOfManyKinds(String text) throws IOException {
        write("combined_data_1.txt", text);
        assertThat(rows(Dataset.read(folder)))
                .containsExactly("7 2 3.0 1999-11-11", "7 1 5.0 2001-02-28", "8 1 1.0 2004-02-29");
    }

    @Test
    void tiesAreOrderedByTheHashOfUserAndItem() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int movie = 1; movie <= 60; movie++) {
            text.append(movie)
                    .append(":\n1,3,2004-01-01\n2,3,2004-01-")
                    .append(10 + movie % 2)
                    .append('\n');
        }
        write("combined_data_1.txt", text.toString());
        Interactions rows = Dataset.read(folder).interactions();
        for (int user = 0; user < 2; user++) {
            int hashed = user;
            List<Integer> items = new ArrayList<>();
            for (int item = 0; item < 60; item++) {
                items.add(item);
            }
            items.sort(Comparator.comparingInt((Integer item) -> hashed == 0 ? 0 : (item + 1) % 2)
                    .thenComparingLong(item -> Seed.mix(Seed.mix(hashed) + item)));
            for (int row = rows.start(user); row < rows.end(user); row++) {
                assertThat(rows.item(row)).isEqualTo(items.get(row - rows.start(user)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7,6,2001-01-01 | the rating must be a whole number from 1 to 5, but was \"6\"",
                "7,0,2001-01-01 | the rating must be a whole number from 1 to 5, but was \"0\"",
                "7,3.5,2001-01-01 | the rating must be a whole number from 1 to 5, but was \"3.5\"",
                "7,,2001-01-01 | the rating must be a whole number from 1 to 5, but was \"\"",
                "x7,3,2001-01-01 | the user id must be a number from 1 to 2147483647, but was \"x7\"",
                ",3,2001-01-01 | the user id must be a number from 1 to 2147483647, but was \"\"",
                "0,3,2001-01-01 | the user id must be a number from 1 to 2147483647, but was \"0\"",
                "2147483648,3,2001-01-01 | the user id must be a number from 1 to 2147483647, but was \"2147483648\"",
                "7,3,2001-02-29 | the date must be a day of the years 1970 to 2099, written YYYY-MM-DD, but was \"2001-02-29\"",
                "7,3,2001-13-01 | the date must be a day of the years 1970 to 2099, written YYYY-MM-DD, but was \"2001-13-01\"",
                "7,3,2001-00-01 | the date must be a day of the years 1970 to 2099, written YYYY-MM-DD, but was \"2001-00-01\"",
                "7,3,1969-12-31 | the date must be a day of the years 1970 to 2099, written YYYY-MM-DD, but was \"1969-12-31\"",
                "7,3,2100-01-01 | the date must be a day of the years 1970 to 2099, written YYYY-MM-DD, but was \"2100-01-01\"",
                "7,3,01/02/2001 | the date must be a day of the years 1970 to 2099, written YYYY-MM-DD, but was \"01/02/2001\"",
                "7,3,20o1-01-01 | the date must be a day of the years 1970 to 2099, written YYYY-MM-DD, but was \"20o1-01-01\"",
                "7,3 | a line of netflix must be a movie and a colon (12:), or a user, a rating and a day (1488844,3,2005-09-06), but was \"7,3\"",
                "7,3,2001-01-01,9 | a line of netflix must be a movie and a colon (12:), or a user, a rating and a day (1488844,3,2005-09-06), but was \"7,3,2001-01-01,9\"",
                "x: | the line of a movie must be a number from 1 to 2147483647 and a colon (12:), but was \"x:\"",
                "0: | the line of a movie must be a number from 1 to 2147483647 and a colon (12:), but was \"0:\"",
                ": | the line of a movie must be a number from 1 to 2147483647 and a colon (12:), but was \":\"",
            })
    void namesPlaceRuleAndValueOfABadLine(String line, String message) throws IOException {
        write("combined_data_1.txt", "1:\n7,3,2001-01-01\n8,3,2001-01-01\n");
        Path second = write("combined_data_2.txt", "2:\n7,3,2001-01-01\n" + line + "\n8,3,2001-01-01\n");
        assertThatError(folder, second + ":3: " + message + SKIP_REMEDY);
    }

    @Test
    void ratingsAboveTheFirstMovieAreBad() throws IOException {
        Path file = write(
                "combined_data_1.txt",
                "Cust_Id,Rating,Date\n7,3,2001-01-01\n1:\n7,3,2001-01-01\n8,4,2001-01-01\n2:\n8,4,2001-01-01\n");
        ReadReport report = skipping();
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.firstBadLines())
                .containsExactly(
                        file + ":1: the user id must be a number from 1 to 2147483647, but was \"Cust_Id\"",
                        file
                                + ":2: the line of a movie (12:) must stand above its ratings, but there is none above \"7,3,2001-01-01\"");
    }

    @Test
    void skippingLosesNoGoodLineAndGivesNoRatingToAnotherMovie() throws IOException {
        Path first = write("combined_data_1.txt", "1:\n7,3,2001-01-01\n7;3;2001-01-01\n8,3,2001-01-01\n");
        Path second = write(
                "combined_data_2.txt", "2:\n7,3,2001-01-02\n3.5:\n8,4,2001-01-03\n9,4,2001-01-03\n4:\n8,5,2001-01-04");
        ReadReport report = skipping();
        assertThat(rows(Dataset.read(folder, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP))))
                .containsExactly(
                        "7 1 3.0 2001-01-01", "7 2 3.0 2001-01-02", "8 1 3.0 2001-01-01", "8 4 5.0 2001-01-04");
        assertThat(report.badLines()).isEqualTo(4);
        assertThat(report.firstBadLines())
                .containsExactly(
                        first
                                + ":3: a line of netflix must be a movie and a colon (12:), or a user, a rating and a day (1488844,3,2005-09-06), but was \"7;3;2001-01-01\"",
                        second
                                + ":3: the line of a movie must be a number from 1 to 2147483647 and a colon (12:), but was \"3.5:\"",
                        second
                                + ":4: the line of a movie (12:) must stand above its ratings, but line 3 is wrong and stands above \"8,4,2001-01-03\"",
                        second
                                + ":5: the line of a movie (12:) must stand above its ratings, but line 3 is wrong and stands above \"9,4,2001-01-03\"");
    }

    @Test
    void ofSeveralBrokenFilesTheFirstIsNamed() throws IOException {
        StringBuilder text = new StringBuilder("1:\n");
        for (int user = 1; user < 20_000; user++) {
            text.append(user).append(",3,2001-01-01\n");
        }
        Path first = write("combined_data_1.txt", text + "bad\n");
        for (int file = 2; file <= 9; file++) {
            write("combined_data_" + file + ".txt", "bad\n" + text);
        }
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> Dataset.read(folder))
                    .withMessageStartingWith(first + ":20001: ");
        }
    }

    @Test
    void anEmptyFileIsAnErrorAmongOthers() throws IOException {
        copySample();
        Path empty = write("combined_data_3.txt", "");
        assertThatError(folder, empty + ": the file must hold interactions, but is empty");
        write("combined_data_3.txt", "7:\n");
        assertThat(Dataset.read(folder).interactions().size()).isEqualTo(12);
        Path none = write("combined_data_9.txt", "7:\n8:\n");
        assertThatError(none, none + ": the file must hold interactions, but has only a header");
    }

    @Test
    void progressCoversAllFiles() {
        List<Long> done = new ArrayList<>();
        long size = SAMPLE.resolve("combined_data_1.txt").toFile().length()
                + SAMPLE.resolve("combined_data_2.txt").toFile().length();
        DataReader.read(SAMPLE, ReadOptions.DEFAULT.withProgress((bytes, total) -> {
            assertThat(total).isEqualTo(size);
            done.add(bytes);
        }));
        assertThat(done).isSorted().endsWith(size);
    }

    @Test
    void whatMemoryCannotHoldIsRefusedBeforeItIsRead() {
        byte[] head = "1:\n1488844,3,2005-09-06\n2:\n822109,5,2005-05-13\n".getBytes(StandardCharsets.US_ASCII);
        long bytes = 24L * 100_000_000;
        ReadMemory.require(folder, head, bytes, ReadMemory.NETFLIX_ROW_BYTES, 4L << 30);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ReadMemory.require(folder, head, bytes, ReadMemory.NETFLIX_ROW_BYTES, 1L << 30))
                .withMessage(
                        folder
                                + ": about 204,255,319 interactions need 3.0 GB of memory to be read, but the JVM may use 1.0 GB; give it more, for example TANDEM_JAVA_OPTS=-Xmx3g, or read a part of the data");
    }

    private ReadReport skipping() {
        return DataReader.read(folder, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP))
                .report();
    }

    private void copySample() throws IOException {
        for (String file : List.of("combined_data_1.txt", "combined_data_2.txt")) {
            Files.copy(SAMPLE.resolve(file), folder.resolve(file));
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void assertThatError(Path path, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(path))
                .withMessage(message);
    }

    /** All rows as {@code user item rating day}. */
    private static List<String> rows(Dataset data) {
        Interactions rows = data.interactions();
        List<String> texts = new ArrayList<>();
        for (int user = 0; user < rows.userCount(); user++) {
            for (int row = rows.start(user); row < rows.end(user); row++) {
                texts.add(data.users().id(user) + " " + data.items().id(rows.item(row)) + " " + rows.rating(row) + " "
                        + LocalDate.ofEpochDay(rows.timeMillis(row) / 86_400_000));
            }
        }
        return texts;
    }
}
