package org.tandemrec.model.tdssm;

import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.ScoringConfig;

/** Trains MR-TDSSM (Song, Elkahky and He, SIGIR 2016) on the next item of every event. */
public record MrTdssmTrainer(MrTdssmConfig config) implements Trainer {
    /* Arrays of H columns of a row, those of the two cells (of four gates) among them. */
    private static final long ROW_ARRAYS = 50;

    /* The rows that the output scores at a time, and its arrays of H columns of a scored item. */
    private static final long OUTPUT_ROWS = 512;
    private static final long COLUMN_ARRAYS = 6;

    @Override
    public String kind() {
        return MrTdssmModel.KIND;
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        long H = config.hiddenSize();
        long N = training.itemCount();
        boolean tied = config.embedding() == Embedding.TIED;
        long users = config.userEmbedding() ? (training.userCount() + 1) * H : 0;
        long cells = 2 * 4 * (2 * H + 1) * H;
        long perceptrons = (4L + config.staticLayers() + config.itemLayers()) * (H + 1) * H;
        long weights = N * (tied ? H : 2 * H) + N + users + cells + perceptrons;
        long rows = (long) config.batchSize() * config.bptt();
        long columns = config.scored().columns(N, rows);
        boolean derived = config.itemLayers() > 0 || config.similarity() == MrTdssmConfig.Similarity.COSINE;
        boolean gathered = derived || config.scored().scoring() == ScoringConfig.Scoring.SAMPLED;
        long ofColumns = gathered ? (COLUMN_ARRAYS + 2L * config.itemLayers()) * columns * H : 0;
        long scratch = ROW_ARRAYS * rows * H + 2 * columns * Math.min(rows, OUTPUT_ROWS) + ofColumns;
        return Float.BYTES * (MiniBatchTraining.COPIES * weights + scratch + (derived ? N * H : 0));
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        SequenceUsers.check(training, kind());
        checkTimes("fast", config.fast(), training);
        checkTimes("slow", config.slow(), training);
        return new MrTdssmRun(config, training, context.seed().child(kind()), context.parallel());
    }

    private static void checkTimes(String name, Rate rate, Interactions training) {
        Check.argument(
                training.hasTimes() || rate.events() > 0,
                "%sSeconds ends the %s rate's intervals by time, but the data has no times; set %sEvents",
                name,
                name,
                name);
    }
}
