package org.tandemrec.model.lfm;

import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/** Trains the latent factor model by stochastic gradient descent (paper, eqs 1–4). */
public record LfmTrainer(LfmConfig config) implements Trainer {
    @Override
    public String kind() {
        return LfmModel.KIND;
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Check.argument(training.size() > 0, "%s needs at least one training interaction", kind());
        Check.argument(
                config.feedback() == LfmConfig.Feedback.IMPLICIT || training.hasRatings(),
                "lfm learns ratings (feedback explicit), but the data has none; use feedback implicit");
        LfmWeights.checkSize(training.userCount(), training.itemCount(), config.factors());
        return new LfmRun(config, training, context.seed().child(kind()), context.parallel());
    }
}
