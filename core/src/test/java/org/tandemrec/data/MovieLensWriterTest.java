package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;

class MovieLensWriterTest {
    private static final GeneratorConfig SMALL =
            new GeneratorConfig(30, 60, 3, 5, 10, 0.5, 0.9, 0.1, 2, 1, 0.5, 0.5, 100);

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenReadsBackAsTheSameData() throws IOException {
        GeneratedDataset generated = Generator.generate(SMALL, new Seed(1));
        Path target = folder.resolve("new/data");
        MovieLensWriter.write(generated, target);
        Vocabulary.Builder users = new Vocabulary.Builder();
        Vocabulary.Builder items = new Vocabulary.Builder();
        Interactions.Builder rows = new Interactions.Builder();
        for (String line : Files.readAllLines(target.resolve("ratings.dat"))) {
            String[] fields = line.split("::", -1);
            assertThat(fields).hasSize(4);
            rows.add(
                    users.add(fields[0]),
                    items.add(fields[1]),
                    Integer.parseInt(fields[2]),
                    Long.parseLong(fields[3]) * 1000);
        }
        Dataset dataset = generated.dataset();
        assertThat(users.build().ids()).isEqualTo(dataset.users().ids());
        assertThat(items.size()).isEqualTo(dataset.items().size());
        /* Dense numbers are those of first appearance in the file, so the data is equal to the last bit. */
        Interactions read = rows.build(dataset.users().size(), dataset.items().size());
        assertThat(items.build().ids()).isEqualTo(dataset.items().ids());
        assertThat(read.checksum()).isEqualTo(dataset.interactions().checksum());
        List<String> movies = Files.readAllLines(target.resolve("movies.dat"));
        assertThat(movies).hasSize(dataset.items().size());
        for (String line : movies) {
            String[] fields = line.split("::", -1);
            assertThat(fields).hasSize(3);
            assertThat(fields[1]).isEqualTo(dataset.titles().get(fields[0]));
            assertThat(fields[2]).isEqualTo(generated.genres().get(fields[0]));
        }
    }

    @Test
    void theReadmeSaysThatItIsGeneratedAndFromWhat() throws IOException {
        MovieLensWriter.write(Generator.generate(SMALL, new Seed(99)), folder);
        assertThat(folder.resolve("README"))
                .content()
                .startsWith("MovieLens files written by Tandem\n")
                .contains("generated, not collected")
                .contains("  seed = 99\n  users = 30\n  items = 60\n")
                .contains("  longTermShare = 0.5\n")
                .endsWith("  days = 100\n");
    }

    @Test
    void onlyTheThreeFilesAreLeft() throws IOException {
        MovieLensWriter.write(Generator.generate(SMALL, new Seed(1)), folder);
        assertThat(files()).containsExactly("README", "movies.dat", "ratings.dat");
    }

    @Test
    void ownFilesAreReplaced() throws IOException {
        MovieLensWriter.write(Generator.generate(SMALL, new Seed(1)), folder);
        byte[] before = Files.readAllBytes(folder.resolve("ratings.dat"));
        Files.writeString(folder.resolve("notes.txt"), "mine");
        MovieLensWriter.write(Generator.generate(SMALL, new Seed(2)), folder);
        assertThat(Files.readAllBytes(folder.resolve("ratings.dat"))).isNotEqualTo(before);
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ratings.dat", "movies.dat", "README"})
    void foreignFilesAreKept(String file) throws IOException {
        Files.writeString(folder.resolve(file), "somebody's work");
        assertThatThrownBy(() -> MovieLensWriter.write(Generator.generate(SMALL, new Seed(1)), folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve(file)
                        + ": exists and was not written by Tandem, so it is not overwritten; choose another folder");
        assertThat(files()).containsExactly(file);
        assertThat(folder.resolve(file)).hasContent("somebody's work");
    }

    @Test
    void aFailureLeavesTheOldFilesAndNoOthers() throws IOException {
        Dataset good = dataset("1", "A Title", 4, 978_300_760_500L);
        MovieLensWriter.write(good, Map.of(), "Good.\n", folder);
        assertThatThrownBy(() -> MovieLensWriter.write(dataset("a::b", "A Title", 4, 0), Map.of(), "Bad.\n", folder))
                .isInstanceOf(DataException.class);
        assertThat(files()).containsExactly("README", "movies.dat", "ratings.dat");
        assertThat(folder.resolve("README")).content().endsWith("Good.\n");
    }

    @Test
    void anyDataSetIsWrittenWithWholeSecondsAndHalfStars() throws IOException {
        MovieLensWriter.write(dataset("m-1", "A: Title", 3.5f, 978_300_760_999L), Map.of(), "Small.\n", folder);
        assertThat(folder.resolve("ratings.dat")).hasContent("u::m-1::3.5::978300760\n");
        assertThat(folder.resolve("movies.dat")).hasContent("m-1::A: Title::(no genres listed)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a::b", "a\nb", "a\rb", ":a", "a:"})
    void textThatTheFormatCannotHoldIsRefused(String text) {
        String shown = text.replace("\n", "\\n").replace("\r", "\\r");
        assertThatThrownBy(() -> MovieLensWriter.write(dataset("1", text, 4, 0), Map.of(), "", folder))
                .isInstanceOf(DataException.class)
                .hasMessage("\"" + shown + "\" cannot be a field of a MovieLens file, because it has \"::\", "
                        + "a line break, or a colon at an end; rename it");
    }

    @Test
    void dataWithoutRatingsOrTimesIsRefused() {
        Vocabulary one = Vocabulary.of(List.of("1"));
        Interactions unrated = new Interactions.Builder().addUnrated(0, 0, 1000).build(1, 1);
        Interactions untimed = new Interactions.Builder().addUntimed(0, 0, 4).build(1, 1);
        assertThatThrownBy(() -> MovieLensWriter.write(
                        new Dataset("log", "tsv", unrated, one, one, Map.of()), Map.of(), "", folder))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("log: MovieLens files need a rating and a time in every row, ")
                .hasMessageContaining("but the data has no ratings;");
        assertThatThrownBy(() -> MovieLensWriter.write(
                        new Dataset("log", "tsv", untimed, one, one, Map.of()), Map.of(), "", folder))
                .hasMessageContaining("but the data has no times;");
    }

    private static Dataset dataset(String itemId, String title, float rating, long timeMillis) {
        Interactions rows =
                new Interactions.Builder().add(0, 0, rating, timeMillis).build(1, 1);
        return new Dataset(
                "small",
                "test",
                rows,
                Vocabulary.of(List.of("u")),
                Vocabulary.of(List.of(itemId)),
                Map.of(itemId, title));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
