package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tandemrec.catalog.ModelCatalog;

/** The README names all there is to choose from. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void namesEveryKindAndEveryPageOfAModel() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(ModelCatalog.standard().kinds())
                .allSatisfy(kind -> assertThat(readme).contains("`" + kind + "`"));
        List<String> pages;
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/models"))) {
            pages = files.map(file -> "(docs/models/" + file.getFileName() + ")")
                    .toList();
        }
        assertThat(pages)
                .hasSizeGreaterThan(10)
                .allSatisfy(page -> assertThat(readme).contains(page));
    }
}
