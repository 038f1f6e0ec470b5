package org.tandemrec.model.gru4rec;

import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/** Trains GRU4Rec by session-parallel mini-batches (RA_LST, section 2.2; Hidasi et al., ICLR 2016). */
public record Gru4RecTrainer(Gru4RecConfig config) implements Trainer {
    /* Blocks of the largest cell, and arrays of a row and layer in a mini-batch. */
    private static final long GATES = 4;

    private static final long ROW_ARRAYS = 16;

    @Override
    public String kind() {
        return Gru4RecModel.KIND;
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        long H = config.hiddenSize();
        long N = training.itemCount();
        boolean tied = config.embedding() == Gru4RecConfig.Embedding.TIED;
        long users = config.userState() ? training.userCount() * H : 0;
        long weights = N * (tied ? H : 2 * H) + N + config.layers() * GATES * (2 * H + 1) * H + users;
        long rows = (long) config.batchSize() * config.bptt();
        long columns = config.scored().columns(N, rows);
        long scratch = 2 * columns * (rows + H) + config.layers() * ROW_ARRAYS * rows * H;
        return Float.BYTES * (MiniBatchTraining.COPIES * weights + scratch);
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        SequenceUsers.check(training, kind());
        return new Gru4RecRun(config, training, context.seed().child(kind()), context.parallel());
    }
}
