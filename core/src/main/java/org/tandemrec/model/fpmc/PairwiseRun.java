package org.tandemrec.model.fpmc;

import org.tandemrec.base.AliasTable;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;

/** Training by S-BPR: all targets in a random order, one after another. */
final class PairwiseRun implements TrainingRun {
    /* Targets between two reports of progress; the rate is that of the middle of them. */
    private static final int PASS = 1 << 11;

    private final FpmcConfig config;
    private final Seed seed;
    private final FpmcWeights weights;
    private final Transitions transitions;
    private final PairwiseEpoch descent;

    PairwiseRun(FpmcConfig config, Interactions training, Seed seed) {
        this.config = config;
        this.seed = seed;
        this.weights = FpmcWeights.initial(config.factors(), config.init(), training, seed.child("init"));
        this.transitions = new Transitions(training, config.basketSize());
        AliasTable negatives =
                AliasTable.ofCounts(training.itemCounts(), config.scored().negativesAlpha());
        this.descent = new PairwiseEpoch(
                weights, transitions, negatives, config.scored().negatives(), config.regularization());
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return transitions.size();
    }

    @Override
    public String unit() {
        return "events";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        transitions.shuffle(seed.child("order").child(epoch));
        descent.begin(seed.child("negatives").child(epoch).random());
        int size = transitions.size();
        MiniBatchTraining.Stretches passes = new MiniBatchTraining.Stretches(size, PASS);
        double sum = 0;
        long pass = 0;
        while (passes.next()) {
            pass++;
            double done = epoch - 1 + 0.5 * ((double) passes.from() + passes.to()) / size;
            float rate = (float) config.optimizer().learningRate(done, config.epochs());
            sum += descent.run(passes.from(), passes.to(), rate);
            if (!Double.isFinite(sum)) {
                throw notFinite(epoch, pass, sum);
            }
            progress.advance(passes.count());
        }
        if (!weights.weights().isFinite()) { // the last step may have been the one too many
            throw notFinite(epoch, pass, Double.NaN);
        }
        return sum / ((double) size * config.scored().negatives());
    }

    private NonFiniteLossException notFinite(int epoch, long pass, double loss) {
        float rate = config.optimizer().learningRate();
        return new NonFiniteLossException(FpmcModel.KIND, epoch, pass, loss, rate);
    }

    @Override
    public Model model() {
        return new FpmcModel(config.basketSize(), weights.copy());
    }

    @Override
    public ModelState state() {
        return weights.weights().state();
    }

    @Override
    public void restore(ModelState state) {
        weights.weights().restore(state);
    }
}
