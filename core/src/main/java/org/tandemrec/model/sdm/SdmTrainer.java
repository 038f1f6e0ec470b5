package org.tandemrec.model.sdm;

import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.ScoringConfig;

/** Trains SDM (Lv et al., CIKM 2019) on the next item at every position of every session. */
public record SdmTrainer(SdmConfig config) implements Trainer {
    /* Matrices of H × H, and rows of H: of the cell 8 and 4, of the attention 4 and 4, of the gate 3 and 1, of the long term 1 and 1. */
    private static final long MATRICES = 16;
    private static final long VECTORS = 11;

    /* Arrays of H columns of a row: of the cell 10, of the attention 8, of the gate 2, of the step 7. */
    private static final long ROW_ARRAYS = 27;

    /* The same of an event before a session, and of a session. */
    private static final long LONG_ARRAYS = 3;
    private static final long SESSION_ARRAYS = 10;

    /* The rows that the output scores at a time. */
    private static final long OUTPUT_ROWS = 512;

    @Override
    public String kind() {
        return SdmModel.KIND;
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
        long weights = tables + N + training.userCount() * H + MATRICES * H * H + VECTORS * H;
        TrainingSessions sessions = new TrainingSessions(training, SessionCut.of(config));
        long batchSize = Math.min(config.batchSize(), sessions.count());
        long rows = batchSize * sessions.longest();
        long probabilities = rows * config.heads() * sessions.longest();
        long ofSessions = batchSize * (SESSION_ARRAYS + LONG_ARRAYS * config.longLength());
        boolean sampled = config.scored().scoring() == ScoringConfig.Scoring.SAMPLED;
        long columns = config.scored().columns(N, rows);
        long output = 2 * columns * Math.min(rows, OUTPUT_ROWS) + (sampled ? columns * H : 0);
        return Float.BYTES
                * (MiniBatchTraining.COPIES * weights + (ROW_ARRAYS * rows + ofSessions) * H + probabilities + output);
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        SequenceUsers.check(training, kind());
        TrainingSessions sessions = new TrainingSessions(training, SessionCut.of(config));
        return new SdmRun(config, training, sessions, context.seed().child(kind()), context.parallel());
    }
}
