package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataReaderTest {
    private static final Path SAMPLES = Path.of("..", "data");
    private static final List<String> RATED = List.of(
            "1 1 5.0 978300019000",
            "1 3 4.0 978300055000",
            "1 2 3.0 978300055000",
            "1 5 4.0 978301000000",
            "2 6 2.0 978310000000",
            "2 4 5.0 978310060000",
            "2 1 4.0 978311000000",
            "3 2 1.0 978320000000",
            "3 3 4.0 978320400000",
            "3 4 4.0 978320400000",
            "3 2 5.0 978390000000",
            "3 6 3.0 978391000000");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "movielens-dat, movielens-dat, '', '', 0, 0",
        "ml-100k, movielens-100k, '', '', 0, 0",
        "movielens-csv, movielens-csv, '', '', -0.5, 0",
        "recbole, recbole-inter, u, i, 0, 0",
        "gru4rec, gru4rec-tsv, '', 2147100000, -, 125",
        "generic, delimited, *, sku-00, -, 0",
        "gzipped, delimited, ~, '', -, -",
        "json-lines, json-lines, '', '', 0, 0",
    })
    void readsEverySample(
            String name, String format, String userPrefix, String itemPrefix, String ratingShift, String timeShift) {
        ReadResult result = DataReader.read(SAMPLES.resolve(name), ReadOptions.DEFAULT);
        List<String> expected = new ArrayList<>();
        for (String row : RATED) {
            List<String> fields = List.of(row.split(" ", -1));
            int user = Integer.parseInt(fields.getFirst());
            String userId = switch (userPrefix) {
                case "*" -> List.of("anna", "béla", "chen, li").get(user - 1);
                case "~" -> Long.toString(9007199254740993L + user);
                default -> userPrefix + user;
            };
            String itemId =
                    name.equals("gzipped") ? Long.toString(Long.parseLong(fields.get(1))) : itemPrefix + fields.get(1);
            float rating =
                    ratingShift.equals("-") ? 1 : Float.parseFloat(fields.get(2)) + Float.parseFloat(ratingShift);
            long time = timeShift.equals("-") ? 0 : Long.parseLong(fields.get(3)) + Long.parseLong(timeShift);
            expected.add(userId + " " + itemId + " " + rating + " " + time);
        }
        assertThat(rows(result.dataset())).isEqualTo(expected);
        assertThat(result.dataset().name()).isEqualTo(name);
        assertThat(result.dataset().format()).isEqualTo(format);
        assertThat(result.dataset().interactions().hasRatings()).isEqualTo(!ratingShift.equals("-"));
        assertThat(result.dataset().interactions().hasTimes()).isEqualTo(!timeShift.equals("-"));
        assertThat(result.report().rows()).isEqualTo(12);
        assertThat(result.report().badLines()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"movielens-dat", "ml-100k", "movielens-csv", "recbole", "generic", "json-lines"})
    void readsTheTitlesBesideASample(String name) {
        Dataset data = Dataset.read(SAMPLES.resolve(name));
        assertThat(data.titles()).hasSize(6);
        assertThat(data.title(data.interactions().item(1))).isEqualTo("Café at the Pole (1999)");
        assertThat(data.titles().values()).contains("Clockwork Meadow, The (1991)");
    }

    @Test
    void showsTheIdWhereThereIsNoTitle() {
        Dataset data = Dataset.read(SAMPLES.resolve("gru4rec"));
        assertThat(data.titles()).isEmpty();
        assertThat(data.title(0)).isEqualTo("21471000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "movielens-dat/ratings.dat",
                "ml-100k/u.data",
                "movielens-csv/ratings.csv",
                "recbole/tiny.inter",
                "gru4rec/sessions.tsv",
                "generic/events.csv",
                "json-lines/events.jsonl"
            })
    void aGzipReadsLikeItsContent(String sample) throws IOException {
        Path plain = SAMPLES.resolve(sample);
        Path zipped = folder.resolve(plain.getFileName() + ".gz");
        Files.write(zipped, gzip(Files.readAllBytes(plain)));
        Dataset expected = Dataset.read(plain);
        assertThat(rows(Dataset.read(folder))).isEqualTo(rows(expected));
        assertThat(Dataset.read(zipped).format()).isEqualTo(expected.format());
    }

    @Test
    void severalGzipsEndToEndAreOne() throws IOException {
        byte[] first = gzip("u\ti\n".replace("u", "user").replace("i", "item").getBytes(StandardCharsets.UTF_8));
        byte[] second = gzip("a\tx\nb\ty\n".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(first);
        both.write(second);
        Files.write(folder.resolve("a.tsv.gz"), both.toByteArray());
        assertThat(rows(Dataset.read(folder))).containsExactly("a x 1.0 0", "b y 1.0 0");
    }

    @ParameterizedTest
    @CsvSource({
        "'user_id,item_id\na,x\nb,y\n'",
        "'userId,movieId\na,x\nb,y'",
        "'USER_ID,ITEM_ID\r\na,x\r\nb,y\r\n'",
        "'User-ID;ISBN\ra;x\rb;y\r'",
        "'\ufeffuid|iid\na|x\nb|y\n'",
        "'\n  \ncustomer_id,asin\n\na,x\n\n \nb,y\n\n\n'",
        "'\"visitor id\"\t\"item\"\n\"a\"\t\"x\"\nb\ty\n'",
        "'item,other,reviewerID\nx,\"1,2\",a\ny,,b\n'",
        "' session_id , product_id \n a , x \n b, y \n'",
    })
    void readsHeadersOfManyKinds(String text) throws IOException {
        assertThat(rows(read("events.csv", text).dataset())).containsExactly("a x 1.0 0", "b y 1.0 0");
    }

    @Test
    void columnsCanBeNamed() throws IOException {
        String text = "who,what,how much,when,user\na,x,2.5,2001-01-01,?\nb,y,-1e1,2001-01-02,?\n";
        Map<Column, String> columns =
                Map.of(Column.USER, "who", Column.ITEM, "what", Column.RATING, "how much", Column.TIME, "when");
        Path file = Files.writeString(folder.resolve("log.csv"), text);
        assertThat(rows(Dataset.read(file, ReadOptions.DEFAULT.withColumns(columns))))
                .containsExactly("a x 2.5 978307200000", "b y -10.0 978393600000");
    }

    @Test
    void aColumnCanBeLeftOut() throws IOException {
        Path file = Files.writeString(folder.resolve("log.csv"), "user,item,value,time\na,x,?,2\na,y,?,1\nb,x,,0\n");
        Dataset data = Dataset.read(file, ReadOptions.DEFAULT.withColumns(Map.of(Column.RATING, "", Column.TIME, "")));
        assertThat(rows(data)).containsExactly("a x 1.0 0", "a y 1.0 0", "b x 1.0 0");
    }

    @Test
    void theUnitOfTimesIsThatOfTheFile() throws IOException {
        String text = "user,item,time\na,x,978300019500\nb,y,0\nb,x,978300019501\n";
        assertThat(rows(read("events.csv", text).dataset()))
                .containsExactly("a x 1.0 978300019500", "b y 1.0 0", "b x 1.0 978300019501");
    }

    @Test
    void aFormatCanBeForced() throws IOException {
        Path file = Files.writeString(folder.resolve("export.txt"), "user\titem\nu\ti\nv\tj\n");
        Dataset data = Dataset.read(folder, ReadOptions.DEFAULT.withFormat(Format.GRU4REC_TSV));
        assertThat(data.format()).isEqualTo("gru4rec-tsv");
        assertThat(Dataset.read(file).format()).isEqualTo("delimited");
        assertThat(data.name()).isEqualTo(folder.getFileName().toString());
        assertThat(Dataset.read(file).name()).isEqualTo("export");
    }

    @ParameterizedTest
    @CsvSource({
        "u1.base, '1\t2\t3\t4', movielens-100k",
        "ra.test, '1::2::3::4', movielens-dat",
        "log, 'user_id:token\titem_id:token', recbole-inter",
        "train.csv, 'SessionId\tItemId\tTime', gru4rec-tsv",
        "ml.csv, 'userId,movieId,rating,timestamp', movielens-csv",
        "x.inter.gz, 'user,item', recbole-inter",
        "RATINGS.DAT, 'user,item', movielens-dat",
        "clicks, 'user|item', delimited",
        "a.txt, ' 12: ', netflix",
        "combined_data_1.txt.gz, 'user,item', netflix",
        "mv_0000017.txt, '1,2', netflix",
        "ratings.dat, ' {\"user\":\"a::b\"}', json-lines",
    })
    void theFirstLineTellsTheFormatThenTheName(String name, String firstLine, String format) {
        assertThat(DataFiles.format(Path.of(name), firstLine).option()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({
        "a/ml-1m/ratings.dat, ml-1m",
        "a/ml-1m/ratings.dat.gz, ml-1m",
        "a/clicks.csv.gz, clicks",
        "a/clicks, clicks",
        "a/prize/combined_data_1.txt, prize",
        "., core",
        "/, data"
    })
    void aDataSetIsNamedAfterItsFolderOrFile(String path, String name) {
        assertThat(DataFiles.name(Path.of(path))).isEqualTo(name);
    }

    @Test
    void aFolderOfSeveralFormatsGivesTheFirst() throws IOException {
        Files.writeString(folder.resolve("ratings.csv"), "userId,movieId\na,x\nb,y\n");
        Files.writeString(folder.resolve("ratings.dat"), "1::2::3::4\n2::3::4::5\n");
        Files.write(folder.resolve("ratings.dat.gz"), gzip("broken".getBytes(StandardCharsets.UTF_8)));
        Files.writeString(folder.resolve("other.txt"), "nothing");
        ReadReport report = DataReader.read(folder, ReadOptions.DEFAULT).report();
        assertThat(report.format()).isEqualTo("movielens-dat");
        assertThat(report.source()).isEqualTo(folder.resolve("ratings.dat").toString());
    }

    @Test
    void progressEndsAtTheFilesSize() {
        List<Long> done = new ArrayList<>();
        Path file = SAMPLES.resolve("movielens-dat/ratings.dat");
        DataReader.read(file, ReadOptions.DEFAULT.withProgress((bytes, total) -> {
            assertThat(total).isEqualTo(file.toFile().length());
            done.add(bytes);
        }));
        assertThat(done).isSorted().endsWith(file.toFile().length());
    }

    @Test
    void titlesOfAnyBytesAreReadAndGapsAreCounted() throws IOException {
        Files.writeString(folder.resolve("ratings.dat"), "1::2::3::4\n2::3::4::5\n");
        Files.write(
                folder.resolve("movies.dat"),
                "2::A::B::c\n3::\u00ff\u00fe::x\nnonsense\n4::::\n9::Unrated::\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        ReadResult result = DataReader.read(folder, ReadOptions.DEFAULT);
        assertThat(result.dataset().titles()).isEqualTo(Map.of("2", "A::B", "3", "\u00ff\u00fe"));
        assertThat(result.report().notes())
                .anyMatch(note -> note.endsWith("movies.dat: 2 lines without an id and a title were left out"))
                .anyMatch(note -> note.startsWith("titles of 2 of 2 items from "));
    }

    private ReadResult read(String name, String text) throws IOException {
        return DataReader.read(Files.writeString(folder.resolve(name), text), ReadOptions.DEFAULT);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }

    /** All rows as {@code user item rating millis}. */
    private static List<String> rows(Dataset data) {
        Interactions rows = data.interactions();
        List<String> texts = new ArrayList<>();
        for (int user = 0; user < rows.userCount(); user++) {
            for (int row = rows.start(user); row < rows.end(user); row++) {
                texts.add(data.users().id(user) + " " + data.items().id(rows.item(row)) + " " + rows.rating(row) + " "
                        + rows.timeMillis(row));
            }
        }
        return texts;
    }
}
