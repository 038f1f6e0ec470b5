package org.tandemrec.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.model.CheckpointStore.Checkpoint;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;

/** A file that is a link to {@code /dev/full} behaves as any file on a disk without room. */
@EnabledOnOs(OS.LINUX)
class DiskFullTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    /** Lets the disk run full for a file when a model's state is asked for, which is before the first file is opened. */
    private static ModelState fill(Path file, Model model) {
        try {
            Files.createSymbolicLink(file, FULL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return model.state();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "history.safetensors", "users.json", "titles.json", "manifest.json"})
    void theOldBundleStays(String file) throws IOException {
        Path path = folder.toRealPath().resolve("bundle");
        BundleWriter.write(path, ToyBundle.fusion(1));
        Bundle bundle = ToyBundle.fusion(2);
        Path full = folder.resolve(".bundle.new").resolve(file);
        Bundle filling = new Bundle(
                new Stateful(bundle.model(), () -> fill(full, bundle.model())),
                bundle.manifest(),
                bundle.users(),
                bundle.items(),
                bundle.titles(),
                bundle.itemCounts(),
                bundle.histories());
        assertThatThrownBy(() -> BundleWriter.write(path, filling))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(
                        "cannot write " + path + ": the disk is full; free some space on the disk and try again");
        assertThat(BundleReplacementTest.names(folder)).containsExactly("bundle");
        assertThat(BundleReader.read(path, ToyFusion.CATALOG)
                        .manifest()
                        .training()
                        .seed())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoch-new.safetensors", "checkpoint-new.json"})
    void theLastCheckpointStaysAndNothingHalfWritten(String file) throws IOException {
        FileCheckpointStore store = FileCheckpointStore.anew(folder, Map.of());
        store.save(new Checkpoint(1, new ModelState().put("mark", new int[] {1})));
        Files.createSymbolicLink(folder.resolve(file), FULL);
        assertThatThrownBy(() -> store.save(new Checkpoint(1, 2, new ModelState().put("mark", new int[] {2}))))
                .isInstanceOf(BundleException.class)
                .hasMessage(
                        "cannot write " + folder
                                + ": the disk is full; free some space on the disk and try again (the last checkpoint is unchanged)");
        assertThat(store.latest().orElseThrow().state().ints("mark")).containsExactly(1);
        assertThat(folder.resolve(file)).doesNotExist();
        store.save(new Checkpoint(2, new ModelState().put("mark", new int[] {3})));
        assertThat(store.latest().orElseThrow().state().ints("mark")).containsExactly(3);
        assertThat(BundleReplacementTest.names(folder)).containsExactly("checkpoint.json", "epoch-2.safetensors");
    }

    @Test
    void thereIsADiskWithoutRoom() {
        assertThatThrownBy(() -> Files.writeString(FULL, "x")).hasMessageContaining("No space left");
    }
}
