package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tandemrec.catalog.ModelCatalog;

/** The files of the folder params: its page tells what each is for, and each trains that kind of model. */
class TunedSettingsTest {
    private static final Path FOLDER = Path.of("..", "params");
    private static final Pattern ROW = Pattern.compile("\\| ((?:`[^`|]+\\.json`(?:, )?)+) \\| `([a-z0-9-]+)`.*");
    private static final Pattern FILE = Pattern.compile("`([^`]+)`");

    @Test
    void everyFileHasItsPlaceInTheTable() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(kinds().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                                    .filter(name -> name.endsWith(".json"))
                                    .toList());
        }
    }

    @Test
    void everyFileIsReadAsTheKindThatTheTableGives() throws IOException {
        kinds().forEach((file, kind) -> {
            ComparedModel model = ComparedModel.parseAll(List.of("tuned=" + kind + ":" + FOLDER.resolve(file)))
                    .getFirst();
            assertThat(ModelCatalog.standard().trainer(kind, model.config()).epochs())
                    .as(file)
                    .isPositive();
        });
    }

    /** The kind of each file in the table. */
    private static Map<String, String> kinds() throws IOException {
        Map<String, String> kinds = new TreeMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve("README.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                FILE.matcher(row.group(1)).results().forEach(file -> kinds.put(file.group(1), row.group(2)));
            }
        }
        return kinds;
    }
}
