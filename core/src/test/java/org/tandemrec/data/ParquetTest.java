package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTest {
    private static final String SKIP_REMEDY = "; correct the line, or leave bad lines out with --on-bad-line skip";
    private static final Path SPARK = Path.of("src", "test", "resources", "parquet");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"spark", "spark-int96"})
    void readsWhatSparkWrote(String name) {
        Dataset table = Dataset.read(Path.of("..", "data", "movielens-csv"));
        ReadResult result = DataReader.read(SPARK.resolve(name), ReadOptions.DEFAULT);
        assertThat(InventedEvents.rows(result.dataset())).isEqualTo(InventedEvents.rows(table));
        assertThat(result.dataset().interactions().checksum())
                .isEqualTo(table.interactions().checksum());
        assertThat(result.dataset().format()).isEqualTo("parquet");
        assertThat(result.dataset().name()).isEqualTo(name);
        assertThat(result.report().rows()).isEqualTo(12);
        assertThat(result.report().notes().stream().anyMatch(note -> note.startsWith("read from 2 files, part-0")))
                .isEqualTo(name.equals("spark"));
    }

    @ParameterizedTest
    @CsvSource({"snappy, 1", "zstd, 2", "gzip, 3", "uncompressed, 4"})
    void readsWhatDuckDbWrites(String compression, long seed) throws IOException, SQLException {
        Path csv = InventedEvents.writeCsv(InventedEvents.of(seed, 300), folder.resolve("events.csv"));
        Path file = copy(
                "SELECT * FROM read_csv('%s', header=true, all_varchar=true)".formatted(csv),
                "events.parquet",
                "COMPRESSION " + compression);
        assertSame(file, csv);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time::BIGINT AS time",
                "to_timestamp(time::BIGINT) AS time",
                "to_timestamp(time::BIGINT)::TIMESTAMP_MS AS time",
                "to_timestamp(time::BIGINT)::TIMESTAMP_NS AS time",
                "to_timestamp(time::BIGINT)::TIMESTAMP AS time",
                "time::UINTEGER AS time",
                "time::UBIGINT * 1000 AS time",
                "time::DOUBLE AS time",
                "time::DECIMAL(18, 3) AS time",
                "strftime(to_timestamp(time::BIGINT)::TIMESTAMP, '%Y-%m-%d %H:%M:%S') AS time",
            })
    void aTimeIsTheSameInEveryType(String time) throws IOException, SQLException {
        Path csv = InventedEvents.writeCsv(InventedEvents.of(5, 100), folder.resolve("events.csv"));
        String sql = "SELECT user, item, rating, " + time + " FROM read_csv('" + csv
                + "', header=true, all_varchar=true, quote='\"', escape='\"')";
        assertSame(copy(sql, "events.parquet", "COMPRESSION snappy"), csv);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT", "DOUBLE", "DECIMAL(3, 1)", "DECIMAL(12, 1)", "DECIMAL(30, 1)", "VARCHAR"})
    void aRatingIsTheSameInEveryType(String type) throws IOException, SQLException {
        Path csv = InventedEvents.writeCsv(InventedEvents.of(6, 100), folder.resolve("events.csv"));
        String sql = "SELECT user, item, rating::" + type + " AS rating, time FROM read_csv('" + csv
                + "', header=true, all_varchar=true, quote='\"', escape='\"')";
        assertSame(copy(sql, "events.parquet", "COMPRESSION snappy"), csv);
    }

    @ParameterizedTest
    @CsvSource({
        "TINYINT, -7, 7",
        "INTEGER, -7, 2147483647",
        "BIGINT, -9007199254740993, 9223372036854775807",
        "UINTEGER, 7, 4294967295",
        "UBIGINT, 7, 18446744073709551615",
        "'DECIMAL(20,0)', 7, 12345678901234567890",
        "UUID, 00000000-0000-0000-8000-00000000000a, f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "VARCHAR, 07, ' 07x '",
    })
    void anIdIsItsText(String type, String first, String second) throws IOException, SQLException {
        String sql = "SELECT '%s'::%s AS user, 'a' AS item UNION ALL SELECT '%s'::%s, 'b'"
                .formatted(first, type, second, type);
        Path file = copy(sql, "ids.parquet", "COMPRESSION zstd");
        assertThat(Dataset.read(file).users().ids()).containsExactlyInAnyOrder(first, second.strip());
    }

    /** The first 1000 rows are in seconds, the 1500 behind them in milliseconds: those are bad, whatever a batch holds. */
    @Test
    void theFirstThousandRowsTellTheUnitOfTimes() throws SQLException {
        Path file = copy(
                "SELECT i % 7 AS user, i % 11 AS item, CASE WHEN i < 1000 THEN 978300000 + i ELSE 978300000000 + i END AS time "
                        + "FROM range(2500) t(i) ORDER BY i",
                "units.parquet", "COMPRESSION snappy");
        ReadResult result = DataReader.read(file, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP));
        assertThat(result.report().rows()).isEqualTo(1000);
        assertThat(result.report().firstBadLines().getFirst())
                .startsWith(file + ": row 1001: the time must be in seconds");
    }

    @Test
    void datesAreMidnightUtc() throws IOException, SQLException {
        String sql =
                "SELECT 'u' AS user, 'a' AS item, DATE '2001-01-01' AS day UNION ALL SELECT 'v', 'b', DATE '2001-01-02'";
        Path file = copy(sql, "days.parquet", "COMPRESSION zstd");
        Dataset data = Dataset.read(file, ReadOptions.DEFAULT.withColumns(Map.of(Column.TIME, "day")));
        assertThat(InventedEvents.rows(data)).containsExactly("u a 1.0 978307200000", "v b 1.0 978393600000");
    }

    @Test
    void readsSeveralRowGroupsAndNestedColumnsBeside() throws IOException, SQLException {
        String sql = """
                SELECT [i, i + 1] AS session, {'user': i, 'item': 3} AS extra, 'u' || (i % 900) AS uid, i % 700 AS iid,
                    i::BIGINT AS ts FROM range(50000) t(i)""";
        Path file = copy(sql, "big.parquet", "COMPRESSION snappy, ROW_GROUP_SIZE 4096");
        List<Long> done = new ArrayList<>();
        Dataset data = Dataset.read(file, ReadOptions.DEFAULT.withProgress((bytes, total) -> {
            assertThat(total).isEqualTo(file.toFile().length());
            done.add(bytes);
        }));
        assertThat(data.interactions().size()).isEqualTo(50_000);
        assertThat(data.users().size()).isEqualTo(900);
        for (int user = 0; user < 900; user++) {
            int number = Integer.parseInt(data.users().id(user).substring(1));
            int row = data.interactions().start(user);
            assertThat(data.interactions().timeMillis(row)).isEqualTo(1000L * number);
            assertThat(data.interactions().timeMillis(row + 1)).isEqualTo(1000L * (number + 900));
            assertThat(data.items().id(data.interactions().item(row + 1)))
                    .isEqualTo(Integer.toString((number + 900) % 700));
        }
        assertThat(done).isSorted().endsWith(file.toFile().length());
    }

    @Test
    void badRowsAreNamedByFileAndNumberAndCanBeSkipped() throws IOException, SQLException {
        String sql = """
                SELECT * FROM (VALUES ('u', 'a', 1.5, 10), (NULL, 'a', 1, 11), ('u', '', 1, 12), ('v', 'b', NULL, 13),
                    ('v', 'b', 'NaN'::DOUBLE, 14), ('v', 'b', 3, -5), ('v', 'b', 4, NULL), ('v', 'b', 5, 978300019000),
                    ('v', 'b', 2, 20)) t("user", item, rating, time)""";
        Path file = copy(sql, "bad.parquet", "COMPRESSION snappy");
        assertThatError(file, file + ": row 2: the user id must not be empty" + SKIP_REMEDY);
        ReadResult result = DataReader.read(file, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP));
        assertThat(InventedEvents.rows(result.dataset())).containsExactly("u a 1.5 10000", "v b 2.0 20000");
        assertThat(result.report().badLines()).isEqualTo(7);
        assertThat(result.report().firstBadLines())
                .containsExactly(
                        file + ": row 2: the user id must not be empty",
                        file + ": row 3: the item id must not be empty",
                        file
                                + ": row 4: the rating must not be empty (--columns rating= reads the file without ratings)",
                        file + ": row 5: the rating must be a finite number, but was NaN",
                        file + ": row 6: the time must not be negative (before 1970), but was \"-5\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1 AS who, 2 AS item | : a column must be the user, but the header has \"who\", \"item\"; name it with --columns user=…,item=…,rating=…,time=…",
                "SELECT 1.5::DOUBLE AS user, 2 AS item | : the user id must be text, an integer, a decimal or a UUID, but \"user\" is DOUBLE; cast it before the file is written",
                "SELECT true AS user, 2 AS item | : the user id must be text, an integer, a decimal or a UUID, but \"user\" is BOOLEAN; cast it before the file is written",
                "SELECT 1 AS user, 2 AS item, 1.5::FLOAT AS time | : the time must be a timestamp, a date, an integer, a double or text, but \"time\" is FLOAT; cast it before the file is written",
                "SELECT 1 AS user, 2 AS item WHERE false | : the file must hold interactions, but has no rows",
                "SELECT 1 AS user, 2 AS item | : recommending needs at least 2 users and 2 items, but the file has 1 and 1; is parquet its format and are these its columns? (--format, --columns)",
                "SELECT 1 AS user, '' AS item | : row 1: the item id must not be empty; correct the line, or leave bad lines out with --on-bad-line skip",
            })
    void namesWhatIsWrongWithAFile(String sql, String message) throws IOException, SQLException {
        Path file = copy(sql, "wrong.parquet", "COMPRESSION snappy");
        assertThatError(file, file + message);
    }

    @Test
    void partsMustHaveTheColumnsOfTheFirst() throws IOException, SQLException {
        copy("SELECT 1 AS user, 2 AS item, 3 AS time", "part-00000.parquet", "COMPRESSION snappy");
        Path second = copy("SELECT 2 AS user, 3 AS item", "part-00001.parquet", "COMPRESSION zstd");
        assertThatError(
                folder,
                second
                        + ": all parts must have the columns of the first one, part-00000.parquet, but this one lacks \"time\"");
        copy(
                "SELECT '2' AS user, 3 AS other, 3::BIGINT AS item, TIMESTAMP '1970-01-01 00:00:04' AS time",
                "part-00001.parquet",
                "");
        assertThat(InventedEvents.rows(Dataset.read(folder))).containsExactly("1 2 1.0 3000", "2 3 1.0 4000");
        Path other = copy("SELECT 2 AS user, 3 AS item", "other.parquet", "");
        assertThatError(
                folder,
                folder
                        + ": the folder must hold one file of the format parquet, but has other.parquet, part-00000.parquet, part-00001.parquet; name one of them");
        assertThat(other).exists();
    }

    @Test
    void aFolderThatIsCutByAColumnIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("day=2001-01-02"));
        Files.createDirectories(folder.resolve("day=2001-01-01"));
        Files.writeString(folder.resolve("_SUCCESS"), "");
        assertThatError(
                folder,
                folder
                        + ": the data must lie in files side by side, but is cut into folders such as day=2001-01-01; write it without partitions, or name one of the folders");
    }

    @Test
    void namesAFormatThatIsAnother() throws IOException, SQLException {
        Path csv = Files.writeString(folder.resolve("e.csv"), "user,item\na,x\nb,y\n");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(csv, ReadOptions.DEFAULT.withFormat(Format.PARQUET)))
                .withMessage(
                        csv
                                + ": a Parquet file must begin with PAR1, but this one does not; leave --format out to have the format detected");
        Path file = copy("SELECT 1 AS user, 2 AS item", "e.parquet", "");
        String remedy =
                ": the file must be text in UTF-8, but it is a Parquet file; unpack it where it is gzipped, and leave --format out";
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(file, ReadOptions.DEFAULT.withFormat(Format.DELIMITED)))
                .withMessage(file + remedy);
        Path zipped = folder.resolve("z.parquet.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(Files.readAllBytes(file));
        }
        assertThatError(zipped, zipped + remedy);
    }

    @Test
    void refusesWhatMemoryCannotHold() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ReadMemory.requireRows(Path.of("a"), 1e9, ReadMemory.ROW_BYTES, 1L << 30))
                .withMessageStartingWith("a: about 1,000,000,000 interactions need 18.6 GB of memory to be read");
    }

    @Timeout(60)
    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd"})
    void aMutatedFileIsReadOrExplained(String compression) throws IOException, SQLException {
        Path csv = InventedEvents.writeCsv(InventedEvents.of(9, 60), folder.resolve("events.csv"));
        Path file = copy("SELECT * FROM read_csv('%s')".formatted(csv), "e.parquet", "COMPRESSION " + compression);
        byte[] good = Files.readAllBytes(file);
        int explained = 0;
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = random.nextInt(8) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int n = random.nextInt(1, 4); n > 0 && bytes.length > 4; n--) {
                bytes[random.nextInt(4, bytes.length)] = (byte) random.nextInt(256);
            }
            Path broken = Files.write(folder.resolve("broken" + seed + ".parquet"), bytes);
            try {
                Dataset.read(broken, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP));
            } catch (DataException e) {
                explained++;
                assertThat(e).hasMessageContaining(broken.toString());
            }
        }
        assertThat(explained).isBetween(15, 59);
    }

    private void assertSame(Path file, Path csv) {
        Dataset table = Dataset.read(csv);
        Dataset data = Dataset.read(file);
        assertThat(InventedEvents.rows(data)).isEqualTo(InventedEvents.rows(table));
        assertThat(data.users().ids()).isEqualTo(table.users().ids());
        assertThat(data.interactions().checksum())
                .isEqualTo(table.interactions().checksum());
    }

    private Path copy(String sql, String name, String options) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET threads = 1");
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet%s)"
                    .formatted(sql, file, options.isEmpty() ? "" : ", " + options));
        }
        return file;
    }

    private static void assertThatError(Path path, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(path))
                .withMessage(message);
    }
}
