package org.tandemrec.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;

/** A training that is resumed before every epoch, with other threads, beside one in one go. */
public final class ResumedTraining {
    private static final ProgressListener.Task NOBODY = ProgressListener.NONE.start("", 0, "");

    private ResumedTraining() {}

    /** Checks that both have the same losses and end in the same bits, those of the optimiser included. */
    public static void assertSameBits(
            Trainer trainer, Interactions training, int epochs, Function<Parallel, TrainingContext> context) {
        TrainingRun whole = trainer.start(training, context.apply(Parallel.sequential()));
        List<Double> results = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            results.add(whole.epoch(epoch, NOBODY));
        }
        try (Parallel parallel = new Parallel(3)) {
            ModelState kept = trainer.start(training, context.apply(parallel)).state();
            for (int epoch = 1; epoch <= epochs; epoch++) { // a new run for every epoch
                TrainingRun run = trainer.start(training, context.apply(parallel));
                run.restore(kept);
                assertThat(run.epoch(epoch, NOBODY)).isEqualTo(results.get(epoch - 1));
                kept = run.state();
            }
            assertThat(kept.tensors())
                    .usingRecursiveComparison()
                    .isEqualTo(whole.state().tensors());
        }
    }
}
