package org.tandemrec.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.ProgressListener;

/**
 * Training and its bound, measured in turns so that whatever else the machine does meets both alike: a slice of training, a replay
 * of its matrix products, and, where there is one, a slice of a baseline; then the same again. A figure is the median of the turns,
 * a ratio the median of the ratios within turns.
 *
 * @param turns what was measured
 * @param flopsPerBatch floating-point operations of the matrix products of a mini-batch
 */
record Gru4RecMeasurement(List<Turn> turns, double flopsPerBatch) {
    /** How often training and replay take turns. */
    static final int TURNS = 9;

    /* Shares of the time that is asked for: the warm-up, and the slice whose products are replayed. */
    private static final double WARM_UP = 0.5;
    private static final double RECORDED = 0.05;

    /**
     * One turn.
     *
     * @param training the slice of training
     * @param productSecondsPerBatch how long the products of a mini-batch take alone
     * @param baseline the slice of the baseline
     */
    record Turn(
            TrainingSlice training,
            double productSecondsPerBatch,
            @Nullable TrainingSlice baseline) {
        /** The share of a mini-batch's time that its products alone would take. */
        double boundRatio() {
            return productSecondsPerBatch / training.secondsPerBatch();
        }

        /** How many times the baseline's cost a mini-batch costs; 1 where there is no baseline. */
        double costRatio() {
            return baseline == null ? 1 : training.secondsPerBatch() / baseline.secondsPerBatch();
        }
    }

    /**
     * Warms up and measures.
     *
     * @param baseline another training to compare with
     * @param gemm makes the replayed products, on the threads of the training
     * @param seconds the time of all measured slices of training together; the warm-up comes on top with half of it, a baseline
     *     with as much, and the replay with half of it
     */
    static Gru4RecMeasurement of(
            SlicedTraining training,
            @Nullable SlicedTraining baseline,
            ParallelGemm gemm,
            double seconds,
            ProgressListener progress) {
        try (ProgressListener.Task task = progress.start("gru4rec", 1L + TURNS, "turns of training and replay")) {
            return of(training, baseline, gemm, seconds, task);
        }
    }

    private static Gru4RecMeasurement of(
            SlicedTraining training,
            @Nullable SlicedTraining baseline,
            ParallelGemm gemm,
            double seconds,
            ProgressListener.Task progress) {
        training.train(seconds * WARM_UP);
        if (baseline != null) {
            baseline.train(seconds * WARM_UP);
        }
        TrainingSlice recorded = training.trainWithProducts(seconds * RECORDED);
        ProductReplay replay = new ProductReplay(recorded, gemm);
        replay.secondsPerBatch(0); // touches the arrays
        progress.advance(1);
        double slice = seconds / TURNS;
        List<Turn> turns = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            TrainingSlice trained = training.train(slice);
            double products = replay.secondsPerBatch(trained.seconds() / 2);
            turns.add(new Turn(trained, products, baseline == null ? null : baseline.train(slice)));
            progress.advance(1);
        }
        return new Gru4RecMeasurement(List.copyOf(turns), recorded.flopsPerBatch());
    }

    /** Mini-batches a second. */
    Samples miniBatchesPerSecond() {
        return Samples.of(turns, turn -> 1 / turn.training().secondsPerBatch());
    }

    /** Events that training learned from, a second. */
    Samples eventsPerSecond() {
        return Samples.of(
                turns, turn -> turn.training().events() / turn.training().seconds());
    }

    /** GFLOP/s of the products alone. */
    Samples gemmGflops() {
        return Samples.of(turns, turn -> flopsPerBatch / turn.productSecondsPerBatch() / 1e9);
    }

    /** The time of the products alone over the time of training. */
    Samples boundRatio() {
        return Samples.of(turns, Turn::boundRatio);
    }

    /** The cost of a mini-batch over the baseline's. */
    Samples costRatio() {
        return Samples.of(turns, Turn::costRatio);
    }

    /** The mini-batches that were measured. */
    int batches() {
        return turns.stream().mapToInt(turn -> turn.training().batches()).sum();
    }

    /** How long they took. */
    double seconds() {
        return turns.stream().mapToDouble(turn -> turn.training().seconds()).sum();
    }
}
