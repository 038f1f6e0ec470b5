package org.tandemrec.model.ralst;

import java.util.Arrays;
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
    /* A list's scores by both parts, and mapped and fused for both fusions. */
    private static final int SCORES = 8;

    /* The maps of a list: three scales of two parts. */
    private static final int MAPS_BYTES = 6 * 24;

    @Override
    public String kind() {
        return RaLstModel.KIND;
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        int[] targets = context.heldOut().targetCounts(training);
        long lists = Arrays.stream(targets).asLongStream().sum();
        if (config.heldOutUsers() > 0) {
            long users = Arrays.stream(targets).filter(count -> count > 0).count();
            lists = (long) Math.ceil(Math.min(1, (double) config.heldOutUsers() / Math.max(1, users)) * lists);
        }
        double listBytes = SCORES * (config.negatives() + 1.0) * Float.BYTES + MAPS_BYTES;
        long parts = longTerm.trainingBytes(training, context) + shortTerm.trainingBytes(training, context);
        return (config.refit() ? 2 : 1) * parts + (long) (lists * listBytes);
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
