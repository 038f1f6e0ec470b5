package org.tandemrec.model.lfm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.FactorRows;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;

/**
 * SGD over blocks of users × items. An epoch is a fixed series of strata; the blocks of a stratum share neither a user nor an item,
 * so they are trained side by side (Gemulla et al., KDD 2011), and the result does not depend on the number of threads.
 */
final class LfmRun implements TrainingRun {
    private final LfmConfig config;
    private final Interactions training;
    private final Seed seed;
    private final Parallel parallel;
    private PairGrid grid;
    private @Nullable UnseenItems unseen;
    private final Penalties penalties;
    private final float[] userSquares;
    private final float[] itemSquares;
    private LfmWeights weights;

    /** Lambda of every row. */
    private record Penalties(float[] user, float[] item) {}

    LfmRun(LfmConfig config, Interactions training, Seed seed, Parallel parallel) {
        this.config = config;
        this.training = training;
        this.seed = seed;
        this.parallel = parallel;
        this.grid = new PairGrid(training, config, seed.child("blocks"), parallel);
        double mean = config.feedback() == LfmConfig.Feedback.EXPLICIT ? grid.meanRating() : 0;
        this.weights = LfmWeights.initial(config, mean, training.userCount(), training.itemCount(), seed.child("init"))
                .withNegativeWeight(negativeWeight());
        weights.clearUntrained(user -> grid.userPairs(user) > 0, item -> grid.itemPairs(item) > 0);
        this.unseen = implicit() ? unseen() : null;
        this.penalties = penalties();
        this.userSquares = Descent.squares(config, training.userCount());
        this.itemSquares = Descent.squares(config, training.itemCount());
    }

    /** How often each item is drawn as a negative, up to a factor; empty where all are drawn alike. */
    private float[] negativeWeight() {
        float alpha = config.sampling().negativesAlpha();
        float[] weight = new float[alpha == 0 || !implicit() ? 0 : training.itemCount()];
        for (int item = 0; item < weight.length; item++) {
            weight[item] = grid.itemPairs(item) == 0 ? 0 : (float) StrictMath.pow(grid.itemPairs(item), alpha);
        }
        return weight;
    }

    private Penalties penalties() {
        float[] user = new float[training.userCount()];
        float[] item = new float[training.itemCount()];
        float lambda = config.penalty().regularization();
        Arrays.fill(user, lambda);
        Arrays.fill(item, lambda);
        if (config.penalty().regularizationPer() == LfmConfig.PenaltyConfig.Per.ROW) {
            double perPair = samplesPerPair();
            for (int u = 0; u < user.length; u++) {
                user[u] /= (float) Math.max(1, grid.userPairs(u) * perPair);
            }
            double perPositive =
                    config.loss() == LfmConfig.Loss.BPR ? config.sampling().negatives() : 1;
            for (int i = 0; i < item.length; i++) {
                double drawn = unseen == null || grid.itemPairs(i) == 0 ? 0 : unseen.expected(i);
                item[i] /= (float) Math.max(1, grid.itemPairs(i) * perPositive + drawn);
            }
        }
        return new Penalties(user, item);
    }

    private boolean implicit() {
        return config.feedback() == LfmConfig.Feedback.IMPLICIT;
    }

    private UnseenItems unseen() {
        return new UnseenItems(grid, config.sampling(), training.userCount());
    }

    /** The mean number of samples that a pair brings. */
    private double samplesPerPair() {
        if (!implicit()) {
            return 1;
        }
        return config.loss() == LfmConfig.Loss.BPR
                ? config.sampling().negatives()
                : 1.0 + config.sampling().negatives();
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return grid.pairs();
    }

    @Override
    public String unit() {
        return "interactions";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        Seed epochSeed = seed.child("epoch").child(epoch);
        if (config.loss() == LfmConfig.Loss.BPR) { // which compares items of a block only, so the blocks have to change
            grid = new PairGrid(training, config, epochSeed.child("blocks"), parallel);
            unseen = unseen();
        }
        Descent descent = new Descent(config, rows(), userSquares, itemSquares);
        BlockEpoch blocks =
                new BlockEpoch(config, grid, unseen, descent, config.rate().of(epoch), epochSeed);
        double loss = 0;
        long samples = 0;
        for (int stratum = 0; stratum < grid.side(); stratum++) {
            BlockEpoch.Result result = blocks.stratum(stratum, parallel, progress);
            loss += result.loss();
            samples += result.samples();
            if (!Double.isFinite(loss)) {
                throw new NonFiniteLossException(
                        LfmModel.KIND, epoch, stratum + 1L, loss, config.rate().learningRate());
            }
        }
        return loss / Math.max(1, samples);
    }

    private FactorRows rows() {
        return new FactorRows(
                weights.factors(),
                (float) weights.mean(),
                weights.userFactors(),
                weights.itemFactors(),
                weights.userBias(),
                weights.itemBias(),
                penalties.user(),
                penalties.item());
    }

    @Override
    public Model model() {
        return new LfmModel(config, weights.copy());
    }

    @Override
    public ModelState state() {
        ModelState state = weights.copy().state();
        if (config.rate().adagrad()) {
            state.put("userSquares", userSquares.clone()).put("itemSquares", itemSquares.clone());
        }
        return state;
    }

    @Override
    public void restore(ModelState state) {
        weights = LfmWeights.of(config, state).copy();
        if (config.rate().adagrad()) {
            copyInto(userSquares, state.floats("userSquares", userSquares.length));
            copyInto(itemSquares, state.floats("itemSquares", itemSquares.length));
        }
    }

    private static void copyInto(float[] to, float[] from) {
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
