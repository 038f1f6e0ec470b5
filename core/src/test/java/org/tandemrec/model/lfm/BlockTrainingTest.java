package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.model.lfm.LfmConfig.Feedback;
import org.tandemrec.model.lfm.LfmConfig.Loss;
import org.tandemrec.model.lfm.LfmConfig.NegativesConfig;
import org.tandemrec.model.lfm.LfmConfig.PenaltyConfig;
import org.tandemrec.model.lfm.LfmConfig.RateConfig;
import org.tandemrec.model.lfm.LfmConfig.SampleOrder;
import org.tandemrec.model.lfm.LfmConfig.TermsConfig;

/** Training over blocks: the same bits for any number of threads, and goes on from a checkpoint as if never stopped. */
class BlockTrainingTest {
    private static final Interactions TRAINING = RandomPairs.of(900, 300, 90_000, 5);
    private static final ProgressListener.Task NOBODY = ProgressListener.NONE.start("", 0, "");

    private static LfmConfig config(Feedback feedback, Loss loss, boolean adagrad, float alpha, SampleOrder order) {
        return new LfmConfig(
                feedback,
                loss,
                9,
                3,
                new RateConfig(0.02f, 0.9f, adagrad),
                new PenaltyConfig(adagrad ? 2 : 0.02f, adagrad ? PenaltyConfig.Per.ROW : PenaltyConfig.Per.SAMPLE),
                0.1f,
                new NegativesConfig(3, alpha),
                TermsConfig.BIASES,
                order);
    }

    static Stream<Arguments> configs() {
        return Stream.of(
                        config(Feedback.EXPLICIT, Loss.SQUARED, false, 0, SampleOrder.BY_USER),
                        config(Feedback.EXPLICIT, Loss.SQUARED, true, 0, SampleOrder.SHUFFLED),
                        config(Feedback.IMPLICIT, Loss.SQUARED, false, 0, SampleOrder.BY_USER),
                        config(Feedback.IMPLICIT, Loss.LOGISTIC, true, 0.5f, SampleOrder.SHUFFLED),
                        config(Feedback.IMPLICIT, Loss.BPR, false, 0, SampleOrder.SHUFFLED),
                        config(Feedback.IMPLICIT, Loss.BPR, true, 0.75f, SampleOrder.BY_USER))
                .map(Arguments::of);
    }

    private static TrainingRun start(LfmConfig config, Parallel parallel) {
        return new LfmTrainer(config).start(TRAINING, TrainingContext.of(1).withParallel(parallel));
    }

    private static void assertSame(ModelState one, ModelState other) {
        for (String name : new String[] {"userFactors", "itemFactors", "userBias", "itemBias"}) {
            assertThat(one.floats(name)).as(name).containsExactly(other.floats(name));
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void theNumberOfThreadsChangesNoBit(LfmConfig config) {
        TrainingRun alone = start(config, Parallel.sequential());
        alone.epoch(1, NOBODY);
        alone.epoch(2, NOBODY);
        for (int threads : new int[] {2, 5}) {
            try (Parallel parallel = new Parallel(threads)) {
                TrainingRun together = start(config, parallel);
                together.epoch(1, NOBODY);
                together.epoch(2, NOBODY);
                assertSame(together.state(), alone.state());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void lossFallsAndARestoredRunGoesOnAsIfNeverStopped(LfmConfig config) {
        TrainingRun whole = start(config, Parallel.shared());
        double first = whole.epoch(1, NOBODY);
        ModelState checkpoint = whole.state();
        whole.epoch(2, NOBODY);
        double last = whole.epoch(3, NOBODY);
        assertThat(last).isLessThan(first);
        TrainingRun resumed = start(config, Parallel.shared());
        resumed.restore(checkpoint);
        resumed.epoch(2, NOBODY);
        assertThat(resumed.epoch(3, NOBODY)).isEqualTo(last);
        assertSame(resumed.state(), whole.state());
    }

    /** Lambda once a row and epoch is lambda / n at each of n samples: a user with twice the ratings is shrunk no more. */
    @Test
    void aPenaltyPerRowIsSpreadOverTheRowsSamples() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int item = 0; item < 40; item++) {
            rows.addUntimed(0, item, 3);
            if (item < 10) {
                rows.addUntimed(1, item, 3);
            }
        }
        Interactions training = rows.build(2, 40);
        float[] perRow = shrunk(training, new PenaltyConfig(0.5f, PenaltyConfig.Per.ROW));
        float[] perSample = shrunk(training, new PenaltyConfig(0.5f / 40, PenaltyConfig.Per.SAMPLE));
        assertThat(perRow[0]).isEqualTo(perSample[0]); // 40 samples of 0.5 / 40
        assertThat(perRow[1]).isLessThan(perSample[1]); // 10 of 0.5 / 10, not of 0.5 / 40
    }

    /** User factors after one epoch in which only the penalty of users acts: one factor, items at zero. */
    private static float[] shrunk(Interactions training, PenaltyConfig penalty) {
        LfmConfig config = new LfmConfig(
                Feedback.EXPLICIT,
                Loss.SQUARED,
                1,
                1,
                RateConfig.constant(0.1f),
                penalty,
                1,
                NegativesConfig.NONE,
                TermsConfig.BIASES,
                SampleOrder.BY_USER);
        TrainingRun run = new LfmTrainer(config).start(training, TrainingContext.of(1));
        run.restore(new ModelState()
                .put("mean", new double[] {3})
                .put("userFactors", new float[] {1, 1}, 2, 1)
                .put("itemFactors", new float[40], 40, 1)
                .put("userBias", new float[2])
                .put("itemBias", new float[40]));
        run.epoch(1, NOBODY);
        return run.state().floats("userFactors");
    }
}
