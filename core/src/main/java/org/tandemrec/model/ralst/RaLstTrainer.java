package org.tandemrec.model.ralst;

import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.split.Split;

/**
 * Trains RA_LST: two models and the weight that fuses them (paper, section 2.3). Any two kinds of models will do.
 *
 * @param config how to fuse
 * @param longTerm trains the model of who the user is
 * @param shortTerm trains the model of what the user is after right now
 */
public record RaLstTrainer(RaLstConfig config, Trainer longTerm, Trainer shortTerm) implements Trainer {
    @Override
    public String kind() {
        return RaLstModel.KIND;
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Split heldOut = context.heldOut().apply(training);
        Check.argument(
                heldOut.targetCount() > 0,
                "ra-lst fits theta on held-out training data, but %s of %d interactions holds out nothing; choose another rule for held-out data",
                context.heldOut(),
                training.size());
        return new RaLstRun(this, training, heldOut, context);
    }
}
