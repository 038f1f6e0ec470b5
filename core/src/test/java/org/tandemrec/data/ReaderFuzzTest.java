package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderFuzzTest {
    private static final byte[] NASTY = ":,;|\t\"\n\r-+.eE0919NaN/TZ \0\u0007x".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "movielens-dat/ratings.dat",
        "movielens-dat/movies.dat",
        "ml-100k/u.data",
        "movielens-csv/ratings.csv",
        "movielens-csv/movies.csv",
        "netflix/combined_data_1.txt",
        "netflix/combined_data_2.txt",
        "netflix/movie_titles.txt",
        "recbole/tiny.inter",
        "gru4rec/sessions.tsv",
        "generic/events.csv",
        "json-lines/events.jsonl",
    })
    void aMutatedFileIsReadOrExplained(String sample) throws IOException {
        Path source = Path.of("..", "data").resolve(sample);
        try (Stream<Path> files = Files.list(source.getParent())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        byte[] good = Files.readAllBytes(source);
        Path target = folder.resolve(source.getFileName());
        int explained = 0;
        for (int seed = 0; seed < 80; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Files.write(target, mutated(good, random, 1 + random.nextInt(6)));
            BadLinePolicy policy = seed % 2 == 0 ? BadLinePolicy.STOP : BadLinePolicy.SKIP;
            try {
                ReadResult result = DataReader.read(folder, ReadOptions.DEFAULT.withOnBadLine(policy));
                assertThat(result.report().rows())
                        .isEqualTo(result.dataset().interactions().size());
            } catch (DataException e) {
                explained++;
                assertThat(e).hasMessageContaining(folder.toString());
            }
        }
        assertThat(explained).isLessThan(80);
    }

    @ParameterizedTest
    @CsvSource({"ratings.dat, ::", "u.data, '\t'", "events.csv, ','", "events.tsv, '\t'", "x.inter, '\t'"})
    void skippingNeverLosesAGoodLine(String name, String delimiter) throws IOException {
        String header = switch (name) {
            case "ratings.dat", "u.data" -> "";
            case "x.inter" -> "user_id:token\titem_id:token\trating:float\ttimestamp:float\n";
            default -> String.join(delimiter, "user", "item", "rating", "time") + "\n";
        };
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.writeBytes(header.getBytes(StandardCharsets.UTF_8));
            List<String> kept = new ArrayList<>();
            for (int line = 0; line < 40; line++) {
                String user = "user" + line % 5;
                String item = "item" + line;
                String good = String.join(delimiter, user, item, "3.5", Integer.toString(900_000_000 + line));
                byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
                if (line < 2 || random.nextInt(3) > 0) {
                    kept.add(user + " " + item + " " + (900_000_000L + line) * 1000);
                } else {
                    bytes = mutated(bytes, random, 1 + random.nextInt(3));
                }
                text.writeBytes(bytes);
                text.write('\n');
            }
            Path file = Files.write(folder.resolve(name), text.toByteArray());
            Dataset data = Dataset.read(file, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP));
            assertThat(rows(data)).as("seed %d", seed).containsAll(kept);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void aMutatedGzipIsReadOrExplained(long seed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(Files.readAllBytes(Path.of("..", "data", "movielens-dat", "ratings.dat")));
        }
        SplittableRandom random = new SplittableRandom(seed);
        Path file = folder.resolve("ratings.dat.gz");
        int explained = 0;
        for (int i = 0; i < 100; i++) {
            Files.write(file, mutated(bytes.toByteArray(), random, 1));
            try {
                assertThat(Dataset.read(file).interactions().size()).isEqualTo(12);
            } catch (DataException e) {
                explained++;
                assertThat(e).hasMessageContaining(folder.toString());
            }
        }
        assertThat(explained).isGreaterThan(50);
    }

    private static List<String> rows(Dataset data) {
        Interactions rows = data.interactions();
        List<String> texts = new ArrayList<>();
        for (int user = 0; user < rows.userCount(); user++) {
            for (int row = rows.start(user); row < rows.end(user); row++) {
                texts.add(data.users().id(user) + " " + data.items().id(rows.item(row)) + " " + rows.timeMillis(row));
            }
        }
        return texts;
    }

    /** Replaces, inserts, removes, doubles or cuts off bytes. */
    private static byte[] mutated(byte[] good, SplittableRandom random, int mutations) {
        byte[] bytes = good;
        for (int n = 0; n < mutations && bytes.length > 0; n++) {
            int at = random.nextInt(bytes.length);
            byte value = random.nextBoolean() ? (byte) random.nextInt(256) : NASTY[random.nextInt(NASTY.length)];
            bytes = switch (random.nextInt(8)) {
                case 0, 1, 2 -> spliced(bytes, at, at + 1, value);
                case 3, 4 -> spliced(bytes, at, at, value);
                case 5 -> spliced(bytes, at, at + 1);
                case 6 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at / 2, at));
                default -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : spliced(bytes, at, at, value, value);
            };
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte... with) {
        byte[] spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + with.length);
        System.arraycopy(with, 0, spliced, from, with.length);
        System.arraycopy(bytes, to, spliced, from + with.length, bytes.length - to);
        return spliced;
    }
}
