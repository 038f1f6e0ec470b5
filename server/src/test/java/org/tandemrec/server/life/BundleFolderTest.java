package org.tandemrec.server.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.server.SmallBundle;

class BundleFolderTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path temporary;

    private Path bundles;

    @BeforeEach
    void make() throws IOException {
        temporary = temporary.toRealPath();
        bundles = Files.createDirectory(temporary.resolve("bundles"));
    }

    @Test
    void findsWhatLiesInside() throws IOException {
        Path one = Files.createDirectory(bundles.resolve("one"));
        BundleFolder folder = new BundleFolder(bundles);
        for (String path : List.of("one", "./one", "one/../one", one.toString(), "one/")) {
            assertThat(folder.inside(path)).isEqualTo(one);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", "../outside", "missing", "/etc", "one/../../outside", "one\0", "../bundles", "../bundles-too"})
    void refusesWhatDoesNot(String path) throws IOException {
        Files.createDirectory(bundles.resolve("one"));
        Files.createDirectory(temporary.resolve("outside"));
        Files.createDirectory(temporary.resolve("bundles-too"));
        BundleFolder folder = new BundleFolder(bundles);
        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> folder.inside(path));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void followsLinksBeforeItDecides() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Path one = Files.createDirectory(bundles.resolve("one"));
        Files.createSymbolicLink(bundles.resolve("bad"), outside);
        Files.createSymbolicLink(bundles.resolve("good"), one);
        BundleFolder folder = new BundleFolder(bundles);
        assertThat(folder.inside("good")).isEqualTo(one);
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> folder.inside("bad"))
                .withMessageStartingWith("there is no bundle bad in the folder of bundles");
    }

    @Test
    void theFolderItselfMayBeALink() throws IOException {
        Path one = Files.createDirectory(bundles.resolve("one"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), bundles);
        assertThat(new BundleFolder(link).inside("one")).isEqualTo(one);
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> new BundleFolder(temporary.resolve("missing")))
                .withMessageContaining("cannot be read; make it");
    }

    @Test
    void theNewestIsTheOneMadeLast() throws IOException {
        BundleFolder folder = new BundleFolder(bundles);
        assertThat(folder.newest()).isEmpty();
        SmallBundle.write(bundles.resolve("a"), "popularity", "{}", 1, NOON);
        SmallBundle.write(bundles.resolve("b"), "popularity", "{}", 1, NOON.minusSeconds(60));
        Files.createDirectory(bundles.resolve("z"));
        assertThat(folder.newest()).contains(bundles.resolve("a"));
    }

    @Test
    void onlyOldTrainedBundlesAreDeleted() throws IOException {
        BundleFolder folder = new BundleFolder(bundles);
        for (String name : List.of("mine", "trained-1", "trained-2", "trained-3", "trained-4")) {
            SmallBundle.write(bundles.resolve(name), "popularity", "{}", 1, NOON);
        }
        Files.createDirectory(bundles.resolve("trained-0-no-bundle"));
        folder.prune(2, bundles.resolve("trained-1"));
        assertThat(bundles.toFile().list())
                .containsExactlyInAnyOrder("mine", "trained-0-no-bundle", "trained-1", "trained-3", "trained-4");
    }

    @Test
    void placesAreNew() throws IOException {
        BundleFolder folder = new BundleFolder(bundles);
        Path first = folder.place(NOON);
        assertThat(first).isEqualTo(bundles.resolve("trained-20261124-120000"));
        Files.createDirectories(first);
        Path second = folder.place(NOON);
        assertThat(second).isEqualTo(bundles.resolve("trained-20261124-120000-2"));
        Files.createDirectories(bundles.resolve("trained-20261124-120000.checkpoint"));
        folder.discard(first);
        assertThat(bundles).isEmptyDirectory();
    }
}
