package org.tandemrec.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.ProgressListener;
import tools.jackson.databind.node.ObjectNode;

/** Counts and products of training slices, against numbers counted by hand. */
final class SlicedTrainingTest {
    private static final int B = 4;
    private static final int H = 8;
    private static final int N = 11;

    /** Four sequences of 50: every batch has four lanes. */
    private static Interactions log() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < B; user++) {
            for (int i = 0; i < 49; i++) {
                rows.addUnrated(user, (user + 3 * i) % N, (user + (long) i) * 1000);
            }
        }
        return rows.build(B, N);
    }

    private static SlicedTraining training(Parallel parallel) {
        ObjectNode config =
                Gru4RecCase.FULL_SOFTMAX.config().put("hiddenSize", H).put("batchSize", B);
        return new SlicedTraining(config, log(), new Seed(1), parallel);
    }

    @Test
    void productsAreThoseOfTheNetwork() {
        TrainingSlice slice = training(Parallel.sequential()).trainWithProducts(0);
        long forward = product(B, 3 * H, H) + product(B, 2 * H, H) + product(B, H, H) + product(B, N, H);
        long output = product(N, H, B) + product(B, H, N);
        long cell = product(B, H, H) + product(H, 3 * H, B) + product(H, 2 * H, B) + product(H, H, B);
        long input = product(B, H, 3 * H);
        assertThat(slice.flopsPerBatch()).isEqualTo((double) (forward + output + cell + input));
        assertThat(slice.products()).contains(new MatrixProduct(false, true, B, N, H));
    }

    private static long product(int m, int n, int k) {
        return 2L * m * n * k;
    }

    @Test
    void countsMiniBatchesAndEvents() {
        TrainingSlice slice = training(Parallel.sequential()).train(0);
        assertThat(slice.batches()).isPositive();
        assertThat(slice.events()).isEqualTo(slice.batches() * (long) B);
        assertThat(slice.seconds()).isPositive();
        assertThat(slice.products()).as("not asked for").isEmpty();
    }

    @Test
    void trainsForTheTimeAskedForAndGoesOn() {
        SlicedTraining training = training(Parallel.sequential());
        TrainingSlice slice = training.train(0.05);
        assertThat(slice.seconds()).isGreaterThanOrEqualTo(0.05);
        assertThat(slice.batches()).as("of several epochs of 48").isGreaterThan(48);
        assertThat(training.train(0).batches()).isPositive();
    }

    @Test
    void everyRecordedProductCanBeReplayed() {
        try (Parallel parallel = new Parallel(2)) {
            TrainingSlice slice = training(parallel).trainWithProducts(0);
            ProductReplay replay = new ProductReplay(slice, new ParallelGemm(Gemm.best(), parallel));
            assertThat(replay.secondsPerBatch(0)).isPositive();
        }
    }

    @Test
    void aReplayNeedsProducts() {
        TrainingSlice slice = training(Parallel.sequential()).train(0);
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), Parallel.sequential());
        assertThatThrownBy(() -> new ProductReplay(slice, gemm))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a replay needs matrix products, but the slice has none");
    }

    @Test
    void figuresAreMediansOfTurns() {
        try (Parallel parallel = new Parallel(2)) {
            ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
            Gru4RecMeasurement measurement =
                    Gru4RecMeasurement.of(training(parallel), training(parallel), gemm, 0.1, ProgressListener.NONE);
            assertThat(measurement.turns()).hasSize(Gru4RecMeasurement.TURNS);
            assertThat(measurement.eventsPerSecond().median())
                    .isCloseTo(measurement.miniBatchesPerSecond().median() * B, within(1e-3));
            assertThat(measurement.boundRatio().median()).isBetween(0.0, 1.0);
            assertThat(measurement.costRatio().min()).isPositive();
            assertThat(measurement.seconds()).isGreaterThanOrEqualTo(0.1);
            assertThat(measurement.batches()).isGreaterThanOrEqualTo(Gru4RecMeasurement.TURNS);
        }
    }
}
