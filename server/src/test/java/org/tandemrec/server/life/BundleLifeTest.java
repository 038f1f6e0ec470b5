package org.tandemrec.server.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.server.SmallBundle;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;
import org.tandemrec.server.store.Feedback;
import tools.jackson.databind.json.JsonMapper;

class BundleLifeTest {
    private static final Instant MADE = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path temporary;

    private Path bundles;
    private Path other;
    private Bundle first;
    private EventStore store;
    private final Queue<String> served = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void make() throws IOException {
        bundles = Files.createDirectory(temporary.resolve("bundles"));
        other = Files.createDirectory(temporary.resolve("elsewhere")).resolve("other");
        first = SmallBundle.write(bundles.resolve("first"), 1, MADE);
        SmallBundle.write(other, 2, MADE);
        store = EventStores.open(temporary.resolve("state"));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private BundleLife life(String end, Optional<Duration> every, int keep) {
        BundleLife.Rules rules = new BundleLife.Rules(
                new BundleFolder(bundles), TrainProbe.command(end, other), Set.of("read"), every, keep);
        Stage stage = (bundle, name) -> () -> served.add(name);
        return new BundleLife(rules, store, stage, bundles.resolve("first"), first);
    }

    private void event(String itemId) {
        store.append(List.of(new Feedback("click", "ann", itemId, 0, 1_000, "null", "")), Duplicates.KEEP);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void aTrainingEndsInASwap() throws Exception {
        event("1");
        try (BundleLife life = life("succeed", Optional.empty(), 0)) {
            ModelLife.TrainingStatus status = life.train();
            assertThat(status.state()).isEqualTo("running");
            assertThat(status.startedMillis()).isPositive();
            await(() -> !life.training().state().equals("running"));
            status = life.training();
            assertThat(status.state()).as(status.message()).isEqualTo("succeeded");
            assertThat(status.progress()).isEqualTo(1);
            assertThat(status.bundle()).startsWith("trained-");
            assertThat(served).containsExactly(status.bundle());
            assertThat(life.card().path("Name").stringValue()).isEqualTo(status.bundle());
            assertThat(life.card().path("Training").path("Bundle").stringValue()).isEqualTo(status.bundle());
        }
        List<String> arguments = Files.readAllLines(Path.of(other + ".arguments"));
        assertThat(arguments)
                .containsSubsequence("train", "--model", "ra-lst", "--config")
                .containsSubsequence("--data", "--query", "--seed", "1", "--out")
                .containsSubsequence("--held-out", "user-tail(0.1)")
                .doesNotContain("--filter", "--validate", "--split");
        assertThat(arguments.get(arguments.indexOf("--query") + 1)).contains("<> 'read'");
        assertThat(JsonMapper.shared().readTree(Path.of(other + ".settings")))
                .isEqualTo(JsonMapper.shared().readTree(first.manifest().config().toString()));
        Path settings = Path.of(arguments.get(arguments.indexOf("--config") + 1));
        assertThat(settings).as("the file of settings is gone").doesNotExist();
    }

    @Test
    void aTrainingThatFailsChangesNothing() throws Exception {
        event("1");
        try (BundleLife life = life("fail", Optional.empty(), 0)) {
            life.train();
            await(() -> !life.training().state().equals("running"));
            assertThat(life.training().state()).isEqualTo("failed");
            assertThat(life.training().message()).isEqualTo("the memory is used up");
            assertThat(life.training().progress()).isEqualTo(0.25);
            assertThat(life.training().bundle()).isNull();
            assertThat(life.isReady()).isTrue();
            assertThat(life.card().path("Name").stringValue()).isEqualTo("first");
        }
        assertThat(served).isEmpty();
        assertThat(bundles.toFile().list()).containsExactly("first");
    }

    @Test
    void aTrainedBundleThatIsDamagedChangesNothing() throws Exception {
        event("1");
        try (BundleLife life = life("empty", Optional.empty(), 0)) {
            life.train();
            await(() -> !life.training().state().equals("running"));
            assertThat(life.training().state()).isEqualTo("failed");
            assertThat(life.training().message()).contains("is not a Tandem bundle");
        }
        assertThat(served).isEmpty();
        assertThat(bundles.toFile().list()).containsExactly("first");
    }

    @Test
    void oneTrainingRunsAtATimeAndEndsWithTheServer() throws Exception {
        event("1");
        BundleLife life = life("hang", Optional.empty(), 0);
        life.train();
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(life::train)
                .withMessageStartingWith("a training runs already, since ");
        await(() -> Files.exists(Path.of(other + ".settings")));
        List<ProcessHandle> children = ProcessHandle.current().children().toList();
        assertThat(children).isNotEmpty();
        life.close();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(life.isReady()).isFalse();
        assertThat(life.training().state()).isEqualTo("failed");
        assertThatExceptionOfType(ModelException.class).isThrownBy(life::train);
        assertThat(bundles.toFile().list()).containsExactly("first");
    }

    @Test
    void nothingIsTrainedOnNothing() {
        try (BundleLife life = life("succeed", Optional.empty(), 0)) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(life::train)
                    .withMessageStartingWith("there is nothing to train on");
            assertThat(life.training().state()).isEqualTo("none");
        }
    }

    @Test
    void trainingGoesOnByItselfWhereThereAreNewEvents() throws Exception {
        event("1");
        try (BundleLife life = life("succeed", Optional.of(Duration.ofMillis(20)), 1)) {
            await(() -> served.size() == 1);
            String name = served.peek();
            await(() -> life.training().state().equals("succeeded"));
            Thread.sleep(200);
            assertThat(served).as("without a new event").hasSize(1);
            event("2");
            await(() -> served.size() == 2 && life.training().state().equals("succeeded"));
            await(() -> bundles.toFile().list().length == 2);
            assertThat(bundles.resolve(name)).as("only the last one is kept").doesNotExist();
            assertThat(bundles.resolve("first")).exists();
        }
    }

    @Test
    void aModelThatDoesNotWorkChangesNothing() {
        SmallBundle.write(bundles.resolve("second"), 2, MADE);
        BundleLife.Rules rules = new BundleLife.Rules(
                new BundleFolder(bundles), TrainProbe.command("fail", other), Set.of(), Optional.empty(), 0);
        Stage broken = (bundle, name) -> {
            throw new IllegalStateException("scores are not numbers");
        };
        try (BundleLife life = new BundleLife(rules, store, broken, bundles.resolve("first"), first)) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> life.swap("second"))
                    .withMessage("the model second does not work: scores are not numbers");
            assertThat(life.card().path("Name").stringValue()).isEqualTo("first");
            assertThat(life.isReady()).isTrue();
        }
    }
}
