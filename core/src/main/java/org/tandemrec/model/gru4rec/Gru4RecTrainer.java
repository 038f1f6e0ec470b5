package org.tandemrec.model.gru4rec;

import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/** Trains GRU4Rec by session-parallel mini-batches (RA_LST, section 2.2; Hidasi et al., ICLR 2016). */
public record Gru4RecTrainer(Gru4RecConfig config) implements Trainer {
    @Override
    public String kind() {
        return Gru4RecModel.KIND;
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        boolean sequences = false;
        for (int user = 0; user < training.userCount() && !sequences; user++) {
            sequences = training.count(user) >= 2;
        }
        Check.argument(sequences, "gru4rec learns from sequences, but no user has two training interactions");
        return new Gru4RecRun(config, training, context.seed().child(kind()), context.parallel());
    }
}
