package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
    private static final String SKIP_REMEDY = "; correct the line, or leave bad lines out with --on-bad-line skip";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1::2::5::12:30 | the time must be epoch seconds, epoch milliseconds, or an ISO date or date-time (2026-01-31T12:30:00Z), but was \"12:30\"",
                "1::2::5::-1 | the time must not be negative (before 1970), but was \"-1\"",
                "1::2::NaN::3 | the rating must be a finite number, but was \"NaN\"",
                "1::2::Infinity::3 | the rating must be a finite number, but was \"Infinity\"",
                "1::2::-1e99::3 | the rating must be a finite number, but was \"-1e99\"",
                "1::2::::3 | the rating must not be empty (--columns rating= reads the file without ratings)",
                "::2::5::3 | the user id must not be empty",
                "1:: ::5::3 | the item id must not be empty",
                "1::2::5 | a line of movielens-dat must have 4 fields separated by \"::\", but this one has 3: \"1::2::5\"",
                "1::2::5::3::x | a line of movielens-dat must have 4 fields separated by \"::\", but this one has 5: \"1::2::5::3::x\"",
                "1,2,5,3 | a line of movielens-dat must have 4 fields separated by \"::\", but this one has 1: \"1,2,5,3\"; it seems to be separated by \",\", so name the format with --format",
                "a\tb::2::5::3 | the user id must not hold control characters, but was \"a\\tb\"",
            })
    void namesPlaceRuleValueAndRemedyOfABadLine(String line, String message) throws IOException {
        Path file = write("ratings.dat", "7::8::5::3\n" + line + "\n8::7::5::3\n");
        assertThatError(file, ReadOptions.DEFAULT, file + ":2: " + message + SKIP_REMEDY);
    }

    @Test
    void skippingLeavesBadLinesOutCountsThemAndKeepsTheFirst() throws IOException {
        StringBuilder text = new StringBuilder("user,item,rating\n");
        for (int line = 2; line < 100; line++) {
            text.append(line % 10 == 0 ? "\"open,i,1\n" : "u" + line % 3 + ",i" + line % 7 + ",1\n");
        }
        Path file = write("e.csv", text.toString());
        ReadReport report = DataReader.read(file, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP))
                .report();
        assertThat(report.rows()).isEqualTo(89);
        assertThat(report.badLines()).isEqualTo(9);
        assertThat(report.firstBadLines()).hasSize(5);
        assertThat(report.firstBadLines().getFirst())
                .isEqualTo(
                        file
                                + ":10: a quoted field must be closed on its line and be followed by \",\", but was \"\\\"open,i,1\"");
    }

    @Test
    void aFileOfBadLinesOnlyIsAnErrorEvenWhenSkipping() throws IOException {
        Path file = write("ratings.dat", "1,2,3,4\n2,3,4,5\n");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataReader.read(file, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP)))
                .withMessageStartingWith(file + ": none of the 2 lines can be read as movielens-dat; the first ones:")
                .withMessageContaining(file + ":1: ")
                .withMessageContaining("it seems to be separated by \",\"");
    }

    @Test
    void longAndUnprintableValuesAreCutAndEscaped() throws IOException {
        Path file = write("ratings.dat", "7::8::\u001b[31m\u202e" + "9".repeat(500) + "::3\n");
        assertThatError(
                file,
                ReadOptions.DEFAULT,
                file + ":1: the rating must be a finite number, but was \"\\u001b[31m\\u202e" + "9".repeat(42) + "…\""
                        + SKIP_REMEDY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | : the file must hold interactions, but is empty",
                "`\n \n` | : the file must hold interactions, but is blank",
                "`user,item\n` | : the file must hold interactions, but has only a header",
                "`user,item\na,x\na,y\n` | : recommending needs at least 2 users and 2 items, but the file has 1 and 2; is delimited its format and are these its columns? (--format, --columns)",
                "`user,item\na,x\nb,x\n` | : recommending needs at least 2 users and 2 items, but the file has 2 and 1; is delimited its format and are these its columns? (--format, --columns)",
                "`who,item\na,x\n` | :1: a column must be the user, but the header has \"who\", \"item\"; name it with --columns user=…,item=…,rating=…,time=…",
                "`user,session_id,item\na,x,y\n` | :1: one column must be the user, but several could be: \"user\", \"session_id\"; choose with --columns user=user",
                "`7,8,9\n1,2,3\n` | :1: the first line must be a header, but looks like data: \"7\", \"8\", \"9\"; put a line such as user_id,item_id,rating,timestamp above it",
                "`user\na\n` | :1: a header must be separated by tabs, commas, semicolons or bars, but was \"user\"; name another format with --format",
                "`user,item,\"x\na,x,1\n` | :1: a quoted field must be closed on its line and be followed by \",\", but was \"user,item,\\\"x\"",
            })
    void namesWhatIsWrongWithAFile(String text, String message) throws IOException {
        Path file = write("events.csv", text);
        assertThatError(file, ReadOptions.DEFAULT, file + message);
    }

    @Test
    void namesAColumnThatIsNotThere() throws IOException {
        Path file = write("events.csv", "user,item\na,x\nb,y\n");
        assertThatError(
                file,
                ReadOptions.DEFAULT.withColumns(Map.of(Column.USER, "who")),
                file + ":1: --columns names the user column \"who\", but the header has \"user\", \"item\"");
        Path dat = write("ratings.dat", "1::2::3::4\n");
        assertThatError(
                dat,
                ReadOptions.DEFAULT.withColumns(Map.of(Column.USER, "who")),
                dat
                        + ": --columns needs a format with a header, but movielens-dat has none; leave --columns out, or name a format with --format");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ReadOptions.DEFAULT.withColumns(Map.of(Column.ITEM, "")))
                .withMessageContaining("item needs a header name");
    }

    @Test
    void namesWhatAFolderLacks() throws IOException {
        assertThatError(
                folder,
                ReadOptions.DEFAULT,
                folder
                        + ": the folder must hold one of ratings.dat, u.data, ratings.csv, combined_data_*.txt or mv_*.txt, *.inter, *.tsv or *.txt, *.csv, *.tsv or *.txt, *.jsonl, *.ndjson or *.json, *.parquet (those of text also as .gz), but has no file");
        write("movies.csv", "movieId,title\n");
        write("picture.png", "x");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(folder))
                .withMessageEndingWith("but has movies.csv, picture.png");
        write("a.csv", "user,item\n");
        write("b.csv", "user,item\n");
        assertThatError(
                folder,
                ReadOptions.DEFAULT,
                folder
                        + ": the folder must hold one file of the format delimited, but has a.csv, b.csv; name one of them");
        Path missing = folder.resolve("missing");
        assertThatError(
                missing, ReadOptions.DEFAULT, missing + ": no such file or folder (looked for " + missing + ")");
    }

    @Test
    void namesAnUnknownFormat() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Format.of("csv"))
                .withMessage(
                        "format must be one of movielens-dat, movielens-100k, movielens-csv, netflix, recbole-inter, gru4rec-tsv, delimited, json-lines, parquet, but was \"csv\"");
        assertThat(Format.of("delimited")).isEqualTo(Format.DELIMITED);
    }

    @Test
    void namesABrokenGzip() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(i % 91)
                    .append("::")
                    .append(i * 7919 % 997)
                    .append("::3::")
                    .append(i)
                    .append('\n');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = bytes.toByteArray();
        for (int length : new int[] {5, 200, whole.length / 2, whole.length - 4}) {
            Path file = Files.write(folder.resolve("ratings.dat.gz"), Arrays.copyOf(whole, length));
            assertThatError(
                    file,
                    ReadOptions.DEFAULT,
                    file + ": the gzip is truncated: it ends before its data does; fetch or pack it again");
        }
        whole[whole.length - 6] ^= 1; // the checksum
        Path damaged = Files.write(folder.resolve("ratings.dat.gz"), whole);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(damaged))
                .withMessageStartingWith(damaged + ": the gzip is damaged (");
        Path text2 = write("other.dat.gz", "1::2::3::4\n");
        assertThatError(
                text2,
                ReadOptions.DEFAULT,
                text2 + ": a .gz file must be a gzip, but its first bytes are not those of one; rename or repack it");
    }

    @Test
    void namesABinaryFile() throws IOException {
        byte[] rubbish = new byte[5000];
        new SplittableRandom(1).nextBytes(rubbish);
        Path file = Files.write(folder.resolve("ratings.dat"), rubbish);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(file))
                .withMessageContaining("must be text in UTF-8, but")
                .withMessageContaining("control characters, so it seems to be binary");
        Files.write(file, "user,item\n".getBytes(StandardCharsets.UTF_16));
        assertThatError(
                file,
                ReadOptions.DEFAULT,
                file
                        + ": the file must be text in UTF-8, but it is in UTF-16; convert it, for example with iconv -f UTF-16 -t UTF-8");
        Files.write(file, new byte[] {'P', 'K', 3, 4, 'x'});
        assertThatError(
                file,
                ReadOptions.DEFAULT,
                file + ": the file must be text in UTF-8, but it is a zip archive; unpack it and name the folder");
        Files.write(file, "u\u00e9::2::3::4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(file))
                .withMessageStartingWith(
                        file + ":1: the user id must be UTF-8 (iconv converts other encodings), but was");
    }

    @Test
    void namesALineThatIsTooLong() throws IOException {
        Path file = write("ratings.dat", "1::2::3::4\n1::" + "2".repeat(300_000) + "::3::4\n2::3::4::5\n");
        assertThat(Dataset.read(file).items().id(1)).hasSize(300_000);
        write("ratings.dat", "1::2::3::4\n1::" + "2".repeat(3_000_000) + "::3::4\n");
        assertThatError(
                file,
                ReadOptions.DEFAULT,
                file + ":2: a line must be at most 1048576 bytes long, but this one is longer; is it a text?");
    }

    @Test
    void namesTimesOfTwoUnits() throws IOException {
        Path file = write("e.csv", "user,item,ts\na,x,978300019\nb,y,978300020\nb,x,978300019000\n");
        assertThatError(
                file,
                ReadOptions.DEFAULT,
                file
                        + ":4: the time must be in seconds (less than 1e11) like the first times of this file, but was \"978300019000\""
                        + SKIP_REMEDY);
    }

    @Test
    void namesABrokenTitleFile() throws IOException {
        write("ratings.csv", "userId,movieId\na,x\nb,y\n");
        Path titles = write("movies.csv", "movieId,title\nx,\"never closed\n");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Dataset.read(folder))
                .withMessageStartingWith(titles + ": titles must be a readable table, but: ")
                .withMessageEndingWith("; repair the file or move it away");
        write("movies.csv", "movieId,genres\nx,y\n");
        assertThat(DataReader.read(folder, ReadOptions.DEFAULT).report().notes())
                .contains(titles + ": no titles, since the header has no column for the title");
    }

    @Test
    void namesAFileThatCannotBeRead() throws IOException {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> FileInput.of(Path.of("a.dat"), failing))
                .withMessage("a.dat: the file cannot be read (java.io.IOException: disk on fire)");
        Path file = write("ratings.dat", "1::2::3::4\n");
        assumeFalse(!file.toFile().setReadable(false) || Files.isReadable(file), "this user reads everything");
        assertThatError(
                file,
                ReadOptions.DEFAULT,
                file + ": the file must be readable, but access is denied; check its permissions");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void assertThatError(Path path, ReadOptions options, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataReader.read(path, options))
                .withMessage(message);
    }
}
