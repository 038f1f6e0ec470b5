package org.tandemrec.model.ralst;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.split.Split;

/**
 * Trains RA_LST: two or more models and the weights that fuse them (paper, section 2.3). Any kinds of models will do.
 *
 * @param config how to fuse
 * @param longTerm trains the model of who the user is
 * @param shortTerm trains the model of what the user is after right now
 * @param others train the models beside these two
 */
public record RaLstTrainer(RaLstConfig config, Trainer longTerm, Trainer shortTerm, List<Trainer> others)
        implements Trainer {
    /* The maps of a list by one part: on three scales. */
    private static final int MAPS_BYTES = 3 * 24;

    /** Copies the list. */
    public RaLstTrainer {
        others = List.copyOf(others);
    }

    /** A trainer of two parts. */
    public RaLstTrainer(RaLstConfig config, Trainer longTerm, Trainer shortTerm) {
        this(config, longTerm, shortTerm, List.of());
    }

    /** The trainers of all parts: of the long-term one, the short-term one, then the others. */
    public List<Trainer> parts() {
        List<Trainer> parts = new ArrayList<>(List.of(longTerm, shortTerm));
        parts.addAll(others);
        return List.copyOf(parts);
    }

    @Override
    public String kind() {
        return RaLstModel.KIND;
    }

    @Override
    public int epochs() {
        return parts().stream().mapToInt(Trainer::epochs).max().orElseThrow();
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        int[] targets = context.heldOut().targetCounts(training);
        long lists = Arrays.stream(targets).asLongStream().sum();
        if (config.heldOutUsers() > 0) {
            long users = Arrays.stream(targets).filter(count -> count > 0).count();
            lists = (long) Math.ceil(Math.min(1, (double) config.heldOutUsers() / Math.max(1, users)) * lists);
        }
        int count = parts().size();
        int scores = count + 2 * (count + 1); // by all parts; mapped and fused for both fusions
        double listBytes = scores * (config.negatives() + 1.0) * Float.BYTES + count * MAPS_BYTES;
        long parts = parts().stream()
                .mapToLong(part -> part.trainingBytes(training, context))
                .sum();
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
