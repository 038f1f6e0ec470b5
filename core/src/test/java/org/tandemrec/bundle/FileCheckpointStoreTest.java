package org.tandemrec.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.CheckpointStore.Checkpoint;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.TrainingContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FileCheckpointStoreTest {
    private static final Map<String, String> IDENTITY = Map.of("model", "toy", "seed", "1");

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void place() {
        folder = temporary.resolve("checkpoints");
    }

    private static Checkpoint checkpoint(int epoch) {
        return new Checkpoint(epoch, new ModelState().put("epoch", new int[] {epoch}));
    }

    private static int[] state(FileCheckpointStore store) {
        return store.latest().orElseThrow().state().ints("epoch");
    }

    @Test
    void keepsTheLastEpochAlone() throws IOException {
        FileCheckpointStore store = FileCheckpointStore.anew(folder, IDENTITY);
        assertThat(store.latest()).isEmpty();
        store.save(checkpoint(1));
        store.save(checkpoint(2));
        assertThat(store.latest().orElseThrow().epoch()).isEqualTo(2);
        assertThat(state(FileCheckpointStore.resume(folder, IDENTITY))).containsExactly(2);
        assertThat(BundleReplacementTest.names(folder)).containsExactly("checkpoint.json", "epoch-2.safetensors");
    }

    @Test
    void aStageTakesThePlaceOfItsEpochAndIsReplacedByTheNext() throws IOException {
        FileCheckpointStore store = FileCheckpointStore.anew(folder, IDENTITY);
        store.save(checkpoint(1));
        for (int stage = 1; stage <= 2; stage++) {
            store.save(new Checkpoint(1, stage, new ModelState().put("epoch", new int[] {10 + stage})));
            assertThat(BundleReplacementTest.names(folder))
                    .containsExactly("checkpoint.json", "epoch-1-stage-" + stage + ".safetensors");
            Checkpoint latest =
                    FileCheckpointStore.resume(folder, IDENTITY).latest().orElseThrow();
            assertThat(latest.epoch()).isEqualTo(1);
            assertThat(latest.stage()).isEqualTo(stage);
            assertThat(latest.state().ints("epoch")).containsExactly(10 + stage);
        }
        store.save(checkpoint(2));
        assertThat(BundleReplacementTest.names(folder)).containsExactly("checkpoint.json", "epoch-2.safetensors");
        store.save(new Checkpoint(2, 1, new ModelState()));
        store.clear();
        assertThat(folder).doesNotExist();
    }

    @Test
    void startingAnewForgetsAndResumingWithoutACheckpointStarts() {
        FileCheckpointStore.anew(folder, IDENTITY).save(checkpoint(1));
        assertThat(FileCheckpointStore.anew(folder, Map.of()).latest()).isEmpty();
        assertThat(folder).doesNotExist();
        assertThat(FileCheckpointStore.resume(folder, IDENTITY).latest()).isEmpty();
    }

    @Test
    void clearingSparesWhatIsNotItsOwn() throws IOException {
        FileCheckpointStore store = FileCheckpointStore.anew(folder, IDENTITY);
        store.save(checkpoint(1));
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.writeString(folder.resolve("epoch-one.safetensors"), "mine");
        store.clear();
        assertThat(BundleReplacementTest.names(folder)).containsExactly("epoch-one.safetensors", "notes.txt");
    }

    @Test
    void aFolderTellsHowFarTheRunHasCome() throws IOException {
        assertThat(FileCheckpointStore.positionIn(folder)).isEmpty();
        FileCheckpointStore store = FileCheckpointStore.anew(folder, IDENTITY);
        store.save(checkpoint(3));
        assertThat(FileCheckpointStore.positionIn(folder)).hasValue(new FileCheckpointStore.Position(3, 0));
        assertThat(FileCheckpointStore.positionIn(folder).orElseThrow()).hasToString("epoch 3");
        store.save(new Checkpoint(3, 1, new ModelState()));
        assertThat(FileCheckpointStore.positionIn(folder)).hasValue(new FileCheckpointStore.Position(3, 1));
        assertThat(FileCheckpointStore.positionIn(folder).orElseThrow()).hasToString("stage 1 of epoch 4");
        Files.writeString(folder.resolve("checkpoint.json"), "{");
        assertThatThrownBy(() -> FileCheckpointStore.positionIn(folder)).isInstanceOf(BundleException.class);
    }

    @Test
    void otherSettingsAreNamed() {
        FileCheckpointStore.anew(folder, IDENTITY).save(checkpoint(1));
        assertThatThrownBy(() -> FileCheckpointStore.resume(folder, Map.of("model", "toy", "seed", "2", "new", "x")))
                .isInstanceOf(BundleException.class)
                .hasMessage("cannot resume from " + folder + ": new was absent and is now x; seed was 1 and is now 2; "
                        + "use the settings it was started with, or start anew with --fresh");
    }

    @Test
    void identityIsFlatAndAllowsMoreEpochsOfTheWholeOnly() {
        JsonNode config = JsonMapper.shared()
                .readTree("{\"epochs\":3,\"rate\":0.5,\"part\":{\"kind\":\"a\",\"config\":{\"epochs\":4}}}");
        assertThat(FileCheckpointStore.identity("toy", config, "abc", 7, "leave-last-out"))
                .isEqualTo(Map.of(
                        "model", "toy",
                        "rate", "0.5",
                        "part.kind", "a",
                        "part.config.epochs", "4",
                        "seed", "7",
                        "held-out", "leave-last-out",
                        "data checksum", "abc"));
    }

    @Test
    void damageIsFound() throws IOException {
        FileCheckpointStore store = FileCheckpointStore.anew(folder, IDENTITY);
        store.save(checkpoint(1));
        Path file = folder.resolve("epoch-1.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(store::latest)
                .isInstanceOf(BundleException.class)
                .hasMessage("the checkpoint in " + folder + " is damaged: " + file
                        + " is not what was written; start anew with --fresh");
        Files.delete(file);
        assertThatThrownBy(store::latest).isInstanceOf(BundleException.class).hasMessageContaining("damaged");
        Files.writeString(folder.resolve("checkpoint.json"), "{\"epoch\":");
        assertThatThrownBy(() -> FileCheckpointStore.resume(folder, IDENTITY))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("checkpoint.json cannot be read");
    }

    @Test
    void aCrashWhileSavingLeavesTheLastOne() throws IOException {
        FileCheckpointStore store = FileCheckpointStore.anew(folder, IDENTITY);
        store.save(checkpoint(1));
        Files.writeString(folder.resolve("epoch-new.safetensors"), "half");
        Files.writeString(folder.resolve("epoch-2.safetensors"), "complete, but not pointed to");
        assertThat(state(store)).containsExactly(1);
        store.save(checkpoint(3));
        assertThat(state(store)).containsExactly(3);
        assertThat(BundleReplacementTest.names(folder)).containsExactly("checkpoint.json", "epoch-3.safetensors");
    }

    @Test
    void aFileInTheWayFails() throws IOException {
        Files.writeString(folder, "text");
        FileCheckpointStore store = FileCheckpointStore.anew(folder, IDENTITY);
        assertThatThrownBy(() -> store.save(checkpoint(1)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("cannot write " + folder);
    }

    @Test
    void aResumedTrainingEndsAsAnUninterruptedOne() {
        Interactions data = ToyBundle.dataset(1, 6, 7).interactions();
        TrainingContext context = TrainingContext.of(3).withParallel(Parallel.sequential());
        Model whole = train(5, data, context);
        train(2, data, context.withCheckpoints(FileCheckpointStore.anew(folder, IDENTITY)));
        Model resumed = train(5, data, context.withCheckpoints(FileCheckpointStore.resume(folder, IDENTITY)));
        assertThat(resumed.state().floats("items")).isEqualTo(whole.state().floats("items"));
        assertThat(FileCheckpointStore.resume(folder, IDENTITY)
                        .latest()
                        .orElseThrow()
                        .epoch())
                .isEqualTo(5);
    }

    private static Model train(int epochs, Interactions data, TrainingContext context) {
        JsonNode config = JsonMapper.shared().createObjectNode().put("epochs", epochs);
        return ToyFusion.CATALOG.trainer("toy-vectors", config).train(data, context);
    }
}
