package org.tandemrec.model.sasrec;

import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.ScoringConfig;

/** Trains SASRec (Kang and McAuley, ICDM 2018) on the next item at every position. */
public record SasRecTrainer(SasRecConfig config) implements Trainer {
    /* Arrays of H columns of a row: of a block, and of a block for each multiple inside the feed-forward layer; of the rest. */
    private static final long BLOCK_ARRAYS = 13;
    private static final long INNER_ARRAYS = 4;
    private static final long ROW_ARRAYS = 4;

    /* The rows that the output scores at a time. */
    private static final long OUTPUT_ROWS = 512;

    @Override
    public String kind() {
        return SasRecModel.KIND;
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        long H = config.hiddenSize();
        long N = training.itemCount();
        long tables = config.embedding() == Embedding.TIED ? N * H : 2 * N * H;
        long block = (4 + 2L * config.expansion()) * H * H + (9L + config.expansion()) * H;
        long weights = tables + N + config.maxLength() * H + config.layers() * block;
        Windows windows = new Windows(training, config.maxLength(), config.longHistory());
        long longest = windows.longest();
        long rows = longest * Math.min(config.batchSize(), windows.count());
        long probabilities = rows * config.heads() * longest;
        long ofBlock = rows * H * (BLOCK_ARRAYS + INNER_ARRAYS * config.expansion()) + probabilities;
        long columns = config.scored().columns(N, rows);
        boolean own = config.ownNegatives() > 0;
        long output = own ? rows * 3 * (1 + config.ownNegatives()) : columns * Math.min(rows, OUTPUT_ROWS);
        boolean sampled = config.scored().scoring() == ScoringConfig.Scoring.SAMPLED;
        long gathered = sampled ? columns * H : 0;
        long scratch = ROW_ARRAYS * rows * H + config.layers() * ofBlock + 2 * output + gathered;
        return Float.BYTES * (MiniBatchTraining.COPIES * weights + scratch);
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        SequenceUsers.check(training, kind());
        Windows windows = new Windows(training, config.maxLength(), config.longHistory());
        return new SasRecRun(config, training, windows, context.seed().child(kind()), context.parallel());
    }
}
