package org.tandemrec.server.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private final TrainingProgress progress = new TrainingProgress();

    @Test
    void followsTheEpochs() {
        line("WARNING: Using incubator modules: jdk.incubator.vector", 0);
        line("reading jdbc:sqlite:/x: 10 of 20 bytes (50 %), 1.00 s left", 0);
        assertThat(progress.last()).startsWith("reading");
        line("ra-lst epoch 1/4: 50 of 100 events (50 %), 3.00 s left", 0.125);
        line("ra-lst epoch 1/4: 100 events in 6.00 s (17 events/s)", 0.25);
        line("  loss 0.3", 0.25);
        line("ra-lst epoch 4/4: 100 events in 0.00 s", 1);
        line("ra-lst epoch 1/2: 50 of 100 events (50 %), 3.00 s left", 1);
        assertThat(progress.error()).startsWith("ra-lst epoch");
    }

    @Test
    void keepsWhatWentWrong() {
        line("tandem: the memory is used up: the JVM may use 64 MB", 0);
        line("Training stopped before its first epoch was complete, so nothing is kept", 0);
        assertThat(progress.error()).isEqualTo("the memory is used up: the JVM may use 64 MB");
        assertThat(progress.last()).startsWith("Training stopped");
    }

    @Test
    void numbersThatMakeNoSenseAreNoProgress() {
        line("x epoch 99999999999999/1: 1 events in 1 s", 0);
        line("x epoch 9/0: 1 events in 1 s", 1);
        line("x epoch 1/9: 1 of 2 events (999 %), 1 s left", 1);
    }

    private void line(String text, double fraction) {
        progress.line(text);
        assertThat(progress.fraction()).isCloseTo(fraction, within(1e-9));
    }
}
