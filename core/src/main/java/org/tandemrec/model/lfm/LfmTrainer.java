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
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        long rows = (long) training.userCount() + training.itemCount();
        long rowBytes = (config.factors() + 1L) * Float.BYTES;
        long weights = LfmWeights.COPIES * (rows * rowBytes + termBytes(training));
        if (config.terms().beyondBiases()) {
            return weights + (config.terms().userDrift() ? (long) Float.BYTES * training.size() : 0);
        }
        return weights + PairGrid.bytes(training, config);
    }

    /** The numbers of {@link RatingTerms}. */
    private long termBytes(Interactions training) {
        long perItem = (long) config.terms().itemBins() + (config.terms().implicitTerm() ? config.factors() : 0);
        long perUser = config.terms().userDrift() ? 2 : 0;
        return Float.BYTES * (perItem * training.itemCount() + perUser * training.userCount());
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Check.argument(training.size() > 0, "%s needs at least one training interaction", kind());
        Check.argument(
                config.feedback() == LfmConfig.Feedback.IMPLICIT || training.hasRatings(),
                "lfm learns ratings (feedback explicit), but the data has none; use feedback implicit");
        LfmWeights.checkSize(training.userCount(), training.itemCount(), config.factors());
        if (config.terms().beyondBiases()) {
            checkTerms(training);
            return new SvdPlusPlusRun(config, training, context.seed().child(kind()));
        }
        return new LfmRun(config, training, context.seed().child(kind()), context.parallel());
    }

    private void checkTerms(Interactions training) {
        Check.argument(
                training.hasTimes()
                        || (config.terms().itemBins() == 0 && !config.terms().userDrift()),
                "itemBins and userDrift need times, but the data has none; leave them out");
        Check.argument(
                (long) training.itemCount() * config.terms().itemBins() <= LfmWeights.MAX_FLOATS,
                "%d bins of %d items do not fit an array of %d; lower itemBins",
                config.terms().itemBins(),
                training.itemCount(),
                LfmWeights.MAX_FLOATS);
    }
}
