package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.data.GeneratorConfig;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GenerateCommandTest {
    @TempDir
    Path folder;

    private final Capture capture = new Capture();

    @Test
    void writesTheFilesAndSaysWhatToTryNext() throws IOException {
        Path data = folder.resolve("data");
        int status = run("--out", data.toString(), "--users", "50", "--items", "120", "--mean-length", "25");
        assertThat(status).isZero();
        int rows = Files.readAllLines(data.resolve("ratings.dat")).size();
        assertThat(rows).isGreaterThan(50 * 20);
        assertThat(data.resolve("movies.dat")).exists();
        assertThat(capture.out())
                .startsWith(String.format(Locale.ROOT, "Wrote %,d ratings of 50 users on ", rows))
                .endsWith("Try next: tandem inspect " + data + System.lineSeparator());
    }

    @Test
    void theSeedDecidesTheData() throws IOException {
        for (String name : List.of("one", "again", "other")) {
            String seed = name.equals("other") ? "2" : "1";
            run("--out", folder.resolve(name).toString(), "--seed", seed, "--users", "20");
        }
        assertThat(folder.resolve("again/ratings.dat")).hasSameBinaryContentAs(folder.resolve("one/ratings.dat"));
        assertThat(Files.mismatch(folder.resolve("one/ratings.dat"), folder.resolve("other/ratings.dat")))
                .isNotNegative();
    }

    @Test
    void everyComponentOfTheConfigIsAnOptionWithItsDefault() throws ReflectiveOperationException {
        CommandLine line = new CommandLine(GenerateCommand.class, new CommandFactory(capture.terminal(false)));
        Set<String> options = new TreeSet<>(line.getCommandSpec().optionsMap().keySet());
        options.removeAll(
                List.of("--out", "--seed", "--preset", "--scale", "--json", "--quiet", "--verbose", "--help", "-h"));
        Set<String> expected = new TreeSet<>();
        for (RecordComponent component : GeneratorConfig.class.getRecordComponents()) {
            String name = "--" + component.getName().replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
            expected.add(name);
            Object value = component.getAccessor().invoke(GeneratorConfig.DEFAULT);
            assertThat(line.getCommandSpec().findOption(name).<Object>getValue())
                    .as(name)
                    .isEqualTo(value);
        }
        assertThat(options).isEqualTo(expected);
    }

    @Test
    void everyOptionReachesTheData() throws IOException {
        List<String> values = List.of(
                "users=21",
                "items=121",
                "genres=7",
                "minLength=11",
                "meanLength=22",
                "longTermShare=0.31",
                "interestPersistence=0.77",
                "driftRate=0.21",
                "tasteFactors=5",
                "tasteStrength=1.5",
                "popularityExponent=0.9",
                "noise=0.35",
                "days=77");
        List<String> arguments = new ArrayList<>(List.of("--out", folder.toString()));
        for (String value : values) {
            String[] pair = value.split("=", 2);
            arguments.add("--" + pair[0].replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT));
            arguments.add(pair[1]);
        }
        assertThat(run(arguments.toArray(new String[0]))).isZero();
        for (String value : values) {
            assertThat(folder.resolve("README")).content().contains("  " + value.replace("=", " = ") + "\n");
        }
    }

    @Test
    void aValueOutsideItsRangeIsWrongUsage() {
        assertThat(run("--out", folder.toString(), "--drift-rate", "2")).isEqualTo(2);
        assertThat(capture.err()).contains("driftRate must be 0.0 … 1.0, but was 2.0");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theFolderMustBeNamed() {
        assertThat(run()).isEqualTo(2);
        assertThat(capture.err()).contains("--out");
    }

    @Test
    void foreignFilesAreKept() throws IOException {
        Files.writeString(folder.resolve("ratings.dat"), "mine");
        assertThat(run("--out", folder.toString(), "--users", "5")).isEqualTo(1);
        assertThat(folder.resolve("ratings.dat")).hasContent("mine");
    }

    @Test
    void writesTheFilesOfTheNetflixPrize() throws IOException {
        assertThat(run("--out", folder.toString(), "--preset", "netflix", "--scale", "0.001", "--seed", "5"))
                .isZero();
        assertThat(capture.out())
                .startsWith("Wrote 100,481 ratings of 480 users on 562 items to " + folder)
                .endsWith("Try next: tandem inspect " + folder + System.lineSeparator());
        assertThat(capture.err().lines())
                .anyMatch(line -> line.startsWith("inventing: 100,481 ratings in "))
                .anyMatch(line -> line.startsWith("writing: 100,481 ratings in "));
        assertThat(folder.resolve("README")).content().contains("  seed = 5\n  scale = 0.001\n");
        assertThat(folder.resolve("combined_data_4.txt")).exists();
    }

    @Test
    void optionsOfOtherPresetsAreWrongUsage() {
        assertThat(run("--out", folder.toString(), "--preset", "netflix", "--mean-length", "30"))
                .isEqualTo(2);
        assertThat(capture.err())
                .contains("--mean-length does not go with --preset netflix; choose its size with --scale");
        assertThat(run("--out", folder.toString(), "--scale", "0.5")).isEqualTo(2);
        assertThat(capture.err()).contains("--scale goes with --preset netflix only; choose --users and --mean-length");
        assertThat(run("--out", folder.toString(), "--preset", "netflix", "--scale", "2"))
                .isEqualTo(2);
        assertThat(capture.err()).contains("scale must be 0.001 … 1, but was 2.0");
        assertThat(run("--out", folder.toString(), "--preset", "imdb")).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void printsOneJsonDocument() {
        assertThat(run("--out", folder.toString(), "--users", "5", "--json")).isZero();
        JsonNode document = JsonMapper.shared().readTree(capture.out());
        assertThat(document.get("users").intValue()).isEqualTo(5);
        assertThat(document.get("folder").stringValue()).isEqualTo(folder.toString());
        assertThat(capture.err()).contains("Try next: ");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("generate"));
        all.addAll(List.of(arguments));
        return capture.run(Main.COMMANDS, all.toArray(new String[0]));
    }
}
