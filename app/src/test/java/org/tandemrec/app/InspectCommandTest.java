package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.model.ProgressListener;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectCommandTest {
    private final Locale realLocale = Locale.getDefault();
    private final Capture capture = new Capture();

    @TempDir
    private Path folder;

    @BeforeEach
    void elsewhere() {
        Locale.setDefault(Locale.GERMANY); // the output is the same everywhere
    }

    @AfterEach
    void release() {
        Locale.setDefault(realLocale);
    }

    @Test
    void showsASampleAsATable() {
        assertThat(inspect(Path.of("..", "data", "movielens-dat").toString())).isZero();
        assertThat(capture.out().lines())
                .containsSubsequence(
                        "data set       movielens-dat",
                        "users          3",
                        "items          6",
                        "interactions   12",
                        "density        61.111 % of all user-item pairs",
                        "time (UTC)     2000-12-31 22:00 … 2001-01-01 23:16 (1 days)",
                        "per user       min 3, median 4, mean 4.0, max 5",
                        "ties           4 (33.3 %) with another one of the same user and time; ordered by file order",
                        "repeats        1 (8.3 %) of a (user, item) pair that comes again later",
                        "interactions per user",
                        "           3–4  ████████████████████████████████████████ 2 users",
                        "           5–9  ████████████████████ 1 users",
                        "rating",
                        "             4  ████████████████████████████████████████ 5 interactions");
        assertThat(capture.err()).matches("reading \\S+movielens-dat: \\d+ bytes in .*\\R");
    }

    @Test
    void printsOneJsonDocument() {
        assertThat(inspect("--json", Path.of("..", "data", "gzipped").toString()))
                .isZero();
        JsonNode document = JsonMapper.shared().readTree(capture.out());
        assertThat(document.at("/summary/users").asInt()).isEqualTo(3);
        assertThat(document.at("/summary/first").isNull()).isTrue();
        assertThat(document.at("/summary/lengths/histogram/0/count").asInt()).isEqualTo(2);
        assertThat(document.at("/notes/0").asString()).startsWith("the file has no times");
    }

    @Test
    void tellsOnStandardErrorWhatItSkipped() throws IOException {
        Path file = folder.resolve("log.csv");
        Files.writeString(file, "who,what\na,x\nb,y\n" + "bad\n".repeat(7));
        assertThat(inspect("--columns", "user=who,item=what", "--on-bad-line", "skip", file.toString()))
                .isZero();
        assertThat(capture.err().lines())
                .hasSize(8)
                .contains("skipped " + file
                        + ":4: a line of delimited must have 2 fields separated by \",\", but this one has 1: \"bad\"")
                .endsWith("… and 2 more", "7 of 9 lines were skipped");
        assertThat(capture.out()).contains("skipped lines  7");
    }

    @Test
    void wrongOptionsAreWrongUsage() {
        assertThat(inspect("--format", "xml", "x")).isEqualTo(2);
        assertThat(capture.err()).contains("format must be one of movielens-dat,");
        assertThat(inspect("--on-bad-line", "ignore", "x")).isEqualTo(2);
        assertThat(capture.err()).contains("must be stop or skip, but was \"ignore\"");
    }

    @Test
    void theDataIsNamedOnce() {
        String sample = Path.of("..", "data", "ml-100k").toString();
        assertThat(inspect("--data", sample)).isZero();
        assertThat(capture.out()).contains("users          3");
        assertThat(inspect()).isEqualTo(2);
        assertThat(inspect(sample, "--data", sample)).isEqualTo(2);
    }

    @Test
    void progressCoversTheFile() {
        AtomicLong total = new AtomicLong();
        AtomicLong advanced = new AtomicLong();
        AtomicInteger closed = new AtomicInteger();
        Path sample = Path.of("..", "data", "ml-100k", "u.data");
        DataOptions options = CommandLine.populateCommand(new DataOptions(), sample.toString());
        options.read((name, size, unit) -> {
            total.set(size);
            return new ProgressListener.Task() {
                @Override
                public void advance(long amount) {
                    advanced.addAndGet(amount);
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        });
        assertThat(total).hasValue(sample.toFile().length());
        assertThat(advanced).hasValue(total.get());
        assertThat(closed).hasValue(1);
    }

    @Test
    void errorsOfTheDataFail() {
        assertThat(inspect("--columns", "person=who", folder.toString())).isEqualTo(1);
        assertThat(capture.err())
                .isEqualTo("tandem: --columns must name user, item, rating or time, but was \"person\""
                        + System.lineSeparator());
    }

    private int inspect(String... arguments) {
        List<String> all = new ArrayList<>(List.of("inspect"));
        all.addAll(List.of(arguments));
        return capture.run(Main.COMMANDS, all.toArray(new String[0]));
    }
}
