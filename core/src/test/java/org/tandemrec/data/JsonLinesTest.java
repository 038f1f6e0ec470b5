package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class JsonLinesTest {
    private static final String SKIP_REMEDY = "; correct the line, or leave bad lines out with --on-bad-line skip";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsWhatTheTableOfTheSameEventsSays(long seed) throws IOException {
        List<InventedEvents.Event> events = InventedEvents.of(seed, 200);
        Dataset table = Dataset.read(InventedEvents.writeCsv(events, folder.resolve("events.csv")));
        Path file = Files.write(folder.resolve("events.jsonl"), lines(events, new SplittableRandom(seed)));
        ReadResult result = DataReader.read(file, ReadOptions.DEFAULT);
        assertThat(InventedEvents.rows(result.dataset())).isEqualTo(InventedEvents.rows(table));
        assertThat(result.dataset().users().ids()).isEqualTo(table.users().ids());
        assertThat(result.dataset().items().ids()).isEqualTo(table.items().ids());
        assertThat(result.dataset().format()).isEqualTo("json-lines");
        assertThat(result.dataset().interactions().checksum())
                .isEqualTo(table.interactions().checksum());
    }

    @Test
    void readsThePartsThatSparkWritesInTheirOrder() throws IOException {
        List<InventedEvents.Event> events = InventedEvents.of(4, 90);
        List<String> lines = lines(events, new SplittableRandom(4));
        Path parts = Files.createDirectory(folder.resolve("log"));
        for (int part = 0; part < 3; part++) {
            Files.write(parts.resolve("part-0000" + part + "-3f2a.json"), lines.subList(30 * part, 30 * part + 30));
        }
        Files.writeString(parts.resolve("_SUCCESS"), "");
        Dataset table = Dataset.read(InventedEvents.writeCsv(events, folder.resolve("events.csv")));
        ReadResult result = DataReader.read(parts, ReadOptions.DEFAULT);
        assertThat(InventedEvents.rows(result.dataset())).isEqualTo(InventedEvents.rows(table));
        assertThat(result.report().source()).isEqualTo(parts.toString());
        assertThat(result.report().notes()).contains("read from 3 files, part-00000-3f2a.json … part-00002-3f2a.json");
        Path last = parts.resolve("part-00002-3f2a.json");
        Files.writeString(last, "{\"user\":\"u\",\"rating\":1,\"time\":1}\n");
        assertThatError(parts, last + ":1: the item id must not be empty" + SKIP_REMEDY);
    }

    @Test
    void anIdIsItsTextWhetherItIsAStringOrANumber() throws IOException {
        String text = """
                {"user":7,"item":"a"}

                {"item":"a","user":"7"}
                {"user":" 7 ","item":12345678901234567890}
                {"user":"07","item":1.50}
                """;
        assertThat(InventedEvents.rows(read(text).dataset()))
                .containsExactly("7 a 1.0 0", "7 a 1.0 0", "7 12345678901234567890 1.0 0", "07 1.50 1.0 0");
    }

    @Test
    void columnsMayBeMissingInTheFirstObject() throws IOException {
        String text = """
                {"userId":"u","movieId":"i","rating":null,"extra":[1,{"rating":9}]}
                {"userId":"u","movieId":"j","rating":"4.5","timestamp":"2001-01-01"}
                {"userId":"v","movieId":"i","rating":3e0,"timestamp":978307200}
                """;
        ReadResult result = DataReader.read(
                Files.writeString(folder.resolve("a.ndjson"), text),
                ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP));
        assertThat(InventedEvents.rows(result.dataset()))
                .containsExactly("u j 4.5 978307200000", "v i 3.0 978307200000");
        assertThat(result.report().firstBadLines())
                .containsExactly(folder.resolve("a.ndjson")
                        + ":1: the rating must not be empty (--columns rating= reads the file without ratings)");
    }

    @Test
    void columnsCanBeNamedAndLeftOut() throws IOException {
        String text = """
                {"who":"a","what":"x","user":1,"when":978300019500,"rating":"?"}
                {"who":"b","what":"y","user":1,"when":978300019501}
                """;
        Path file = Files.writeString(folder.resolve("log.json"), text);
        Map<Column, String> columns =
                Map.of(Column.USER, "who", Column.ITEM, "what", Column.TIME, "when", Column.RATING, "");
        assertThat(InventedEvents.rows(Dataset.read(file, ReadOptions.DEFAULT.withColumns(columns))))
                .containsExactly("a x 1.0 978300019500", "b y 1.0 978300019501");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"user\":\"a\",\"item\":\"\",\"rating\":1} | the item id must not be empty",
                "{\"item\":\"a\",\"rating\":1} | the user id must not be empty",
                "{\"user\":null,\"item\":\"a\",\"rating\":1} | the user id must not be empty",
                "{\"user\":true,\"item\":\"a\",\"rating\":1} | the user id must be a string or a number, but \"user\" is true",
                "{\"user\":[1],\"item\":\"a\",\"rating\":1} | the user id must be a string or a number, but \"user\" is an array",
                "{\"user\":1,\"item\":{\"id\":2},\"rating\":1} | the item id must be a string or a number, but \"item\" is an object (only members of the line's own object are read)",
                "{\"user\":1,\"item\":2,\"rating\":\"good\"} | the rating must be a finite number, but was \"good\"",
                "{\"user\":1,\"item\":2,\"rating\":1e99} | the rating must be a finite number, but was \"1e99\"",
                "{\"user\":1,\"item\":2} | the rating must not be empty (--columns rating= reads the file without ratings)",
                "{\"user\":1,\"user\":2,\"item\":2,\"rating\":1} | a member must come once in an object, but \"user\" comes twice",
                "{\"user\":\"a\\tb\",\"item\":2,\"rating\":1} | the user id must not hold control characters, but was \"a\\tb\"",
                "{\"user\":\"\\ud800\",\"item\":2,\"rating\":1} | the user id must be Unicode, but has half of a surrogate pair: \"?\"",
                "[1,2] | a line must be one JSON object, but was \"[1,2]\"",
                "{\"user\":1,\"item\":2,\"rating\":1} {} | a line must be one JSON object, but this one goes on behind it",
            })
    void namesPlaceRuleValueAndRemedyOfABadLine(String line, String message) throws IOException {
        String good = "{\"user\":1,\"item\":2,\"rating\":3}\n{\"user\":2,\"item\":3,\"rating\":3}\n";
        Path file = Files.writeString(folder.resolve("e.jsonl"), good + line + "\n" + good);
        assertThatError(file, file + ":3: " + message.replace("\"?\"", "\"\ud800\"") + SKIP_REMEDY);
        Dataset data = Dataset.read(file, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP));
        assertThat(data.interactions().size()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"user\":1,", "1,2,3", "{\"user\":1,\"item\":2,\"rating\":NaN}", "{user:1}", "{\"a\u0001\":1}"
            })
    void quotesALineThatIsNoJson(String line) throws IOException {
        String good = "{\"user\":1,\"item\":2,\"rating\":3}\n{\"user\":2,\"item\":3,\"rating\":3}\n";
        Path file = Files.writeString(folder.resolve("e.jsonl"), good + line);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(file))
                .withMessageStartingWith(
                        file + ":3: a line must be one JSON object, but " + Quote.of(line) + " cannot be parsed: ")
                .withMessageEndingWith(SKIP_REMEDY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"user\":1}] | :1: a line must be one JSON object, but this is an array; write an object a line, for example with jq -c '.[]'",
                "`{\n\"user\":1}` | :1: a line must be one JSON object with names and values, but was \"{\"; jq -c . writes an object a line",
                "{\"who\":1,\"item\":2} | :1: a column must be the user, but the header has \"who\", \"item\"; name it with --columns user=…,item=…,rating=…,time=…",
                "{\"user\":1,\"item\":2} | : recommending needs at least 2 users and 2 items, but the file has 1 and 1; is json-lines its format and are these its columns? (--format, --columns)",
            })
    void namesWhatIsWrongWithAFile(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("e.jsonl"), text);
        assertThatError(file, file + message);
    }

    @Test
    void skippingNeverLosesAGoodLine() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<InventedEvents.Event> kept = new ArrayList<>();
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            List<InventedEvents.Event> events = InventedEvents.of(seed, 60);
            for (int i = 0; i < events.size(); i++) {
                byte[] line = lines(events.subList(i, i + 1), random).getFirst().getBytes(StandardCharsets.UTF_8);
                if (i >= 20 && random.nextInt(3) == 0) {
                    line[1 + random.nextInt(line.length - 1)] = (byte) "{}[]\",:\0é".charAt(random.nextInt(9));
                } else {
                    kept.add(events.get(i));
                }
                text.writeBytes(line);
                text.write('\n');
            }
            Path file = Files.write(folder.resolve("e.jsonl"), text.toByteArray());
            Dataset data = Dataset.read(file, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP));
            Dataset table = Dataset.read(InventedEvents.writeCsv(kept, folder.resolve("kept.csv")));
            assertThat(InventedEvents.rows(data)).as("seed %d", seed).containsAll(InventedEvents.rows(table));
        }
    }

    private ReadResult read(String text) throws IOException {
        return DataReader.read(Files.writeString(folder.resolve("e.jsonl"), text), ReadOptions.DEFAULT);
    }

    private static void assertThatError(Path path, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(path))
                .withMessage(message);
    }

    /** An object a line: members in any order, numbers as numbers or strings. */
    private static List<String> lines(List<InventedEvents.Event> events, SplittableRandom random) {
        List<String> lines = new ArrayList<>();
        for (InventedEvents.Event event : events) {
            ObjectNode object = JsonMapper.shared().createObjectNode();
            boolean front = random.nextBoolean();
            if (front) {
                object.put("time", event.millis() / 1000);
            }
            object.put("user", event.user());
            object.putObject("more").put("user", "other");
            if (random.nextBoolean()) {
                object.put("rating", event.rating());
            } else {
                object.put("rating", Float.toString(event.rating()));
            }
            object.put("item", event.item());
            if (!front) {
                object.put("time", Long.toString(event.millis() / 1000));
            }
            lines.add(object.toString());
        }
        return lines;
    }
}
