package org.tandemrec.model.lfm;

import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.PairRows;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/**
 * Trains the latent factor model on interactions by alternating least squares (Hu, Koren and Volinsky, ICDM 2008) with the objective
 * of Rendle, Krichene, Zhang and Koren (<em>Revisiting the Performance of iALS on Item Recommendation Benchmarks</em>, RecSys 2022).
 */
public record AlsTrainer(AlsConfig config) implements Trainer {
    /** The kind's name. */
    public static final String KIND = "als";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        long rows = (long) training.userCount() + training.itemCount();
        return LfmWeights.COPIES * rows * config.factors() * Float.BYTES
                + PairRows.bytes(training.size(), training.itemCount())
                + PairRows.bytes(training.size(), training.userCount());
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Check.argument(training.size() > 0, "%s needs at least one training interaction", kind());
        LfmWeights.checkSize(training.userCount(), training.itemCount(), config.factors());
        return new AlsRun(config, training, context.seed().child(kind()), context.parallel());
    }
}
