package org.tandemrec.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.catalog.ToyFusion;

class BundleReplacementTest {
    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void place() throws IOException {
        path = folder.toRealPath().resolve("bundle");
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private long seed() {
        return BundleReader.read(path, ToyFusion.CATALOG).manifest().training().seed();
    }

    @Test
    void aNewBundleReplacesTheOldOneAndLeavesNothingBeside() throws IOException {
        BundleWriter.write(path, ToyBundle.fusion(1));
        BundleWriter.write(path, ToyBundle.fusion(2));
        assertThat(seed()).isEqualTo(2);
        assertThat(names(folder)).containsExactly("bundle");
    }

    @Test
    void whatIsInTheWayIsKnownBeforeTraining() throws IOException {
        BundleWriter.requireReplaceable(path);
        assertThat(path).doesNotExist();
        BundleWriter.write(path, ToyBundle.fusion(1));
        BundleWriter.requireReplaceable(path);
        Files.writeString(path.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> BundleWriter.requireReplaceable(path))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("it holds notes.txt, which is no part of a Tandem bundle");
        assertThat(path.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void anEmptyFolderIsFilled() throws IOException {
        Files.createDirectory(path);
        BundleWriter.write(path, ToyBundle.fusion(1));
        assertThat(seed()).isEqualTo(1);
    }

    @Test
    void aDamagedBundleIsReplaced() throws IOException {
        BundleWriter.write(path, ToyBundle.fusion(1));
        Files.writeString(path.resolve("manifest.json"), "{\"formatVersion\" : trash");
        BundleWriter.write(path, ToyBundle.fusion(2));
        assertThat(seed()).isEqualTo(2);
    }

    @Test
    void aLinkToABundleStaysALink() throws IOException {
        BundleWriter.write(path, ToyBundle.fusion(1));
        Path link = Files.createSymbolicLink(folder.resolve("latest"), path);
        BundleWriter.write(link, ToyBundle.fusion(2));
        assertThat(seed()).isEqualTo(2);
        assertThat(link).isSymbolicLink();
        assertThat(names(folder)).containsExactly("bundle", "latest");
    }

    @Test
    void aCrashWhileWritingLeavesTheOldOne() throws IOException {
        BundleWriter.write(path, ToyBundle.fusion(1));
        Path fresh = Files.createDirectory(folder.resolve(".bundle.new"));
        Files.writeString(fresh.resolve("model.safetensors"), "half");
        assertThat(seed()).isEqualTo(1);
        BundleWriter.write(path, ToyBundle.fusion(2));
        assertThat(seed()).isEqualTo(2);
        assertThat(names(folder)).containsExactly("bundle");
    }

    @Test
    void aCrashBetweenTheRenamesLeavesTheOldOne() throws IOException {
        BundleWriter.write(path, ToyBundle.fusion(1));
        Files.move(path, folder.resolve(".bundle.old"));
        BundleWriter.write(folder.resolve("other"), ToyBundle.fusion(3));
        Files.move(folder.resolve("other"), folder.resolve(".bundle.new"));
        assertThat(seed()).isEqualTo(1);
        BundleWriter.write(path, ToyBundle.fusion(2));
        assertThat(seed()).isEqualTo(2);
        assertThat(names(folder)).containsExactly("bundle");
    }

    @Test
    void aCrashWhileDeletingTheOldOneLeavesTheNewOne() throws IOException {
        BundleWriter.write(path, ToyBundle.fusion(1));
        Path aside = Files.createDirectory(folder.resolve(".bundle.old"));
        Files.copy(path.resolve("manifest.json"), aside.resolve("manifest.json"));
        assertThat(seed()).isEqualTo(1);
        BundleWriter.write(path, ToyBundle.fusion(2));
        assertThat(seed()).isEqualTo(2);
        assertThat(names(folder)).containsExactly("bundle");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bundle/notes.txt           | it holds notes.txt, which is no part of a Tandem bundle
            bundle/model.safetensors   | it is not a Tandem bundle
            bundle/manifest.json       | it is not a Tandem bundle
            bundle/items.json/x        | it holds items.json, which is no part of a Tandem bundle
            bundle                     | it is not a folder
            .bundle.new/precious       | it holds precious, which is no part of a Tandem bundle
            .bundle.old/precious       | it holds precious, which is no part of a Tandem bundle
            """)
    void whatIsNoBundleIsNeverDeleted(String file, String why) throws IOException {
        Path precious = folder.resolve(file);
        Files.createDirectories(precious.getParent());
        Files.writeString(precious, "{\"precious\":1}");
        assertThatThrownBy(() -> BundleWriter.write(path, ToyBundle.fusion(1)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("will not replace " + folder.toRealPath())
                .hasMessageEndingWith(": " + why + "; choose another folder or move it away yourself");
        assertThat(precious).hasContent("{\"precious\":1}");
    }

    @Test
    void aFileAmongTheFoldersAboveFails() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> BundleWriter.write(file.resolve("bundle"), ToyBundle.fusion(1)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("cannot write " + file.resolve("bundle"));
        assertThatThrownBy(() -> BundleWriter.write(Path.of("/"), ToyBundle.fusion(1)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("needs a folder of its own");
    }
}
