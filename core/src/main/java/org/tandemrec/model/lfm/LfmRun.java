package org.tandemrec.model.lfm;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.split.Candidates;

/**
 * SGD over single samples, in an order drawn anew in every epoch.
 *
 * <p>Sequential by nature: every sample changes what the next one reads. The result therefore does not depend on the number of
 * threads.
 */
final class LfmRun implements TrainingRun {
    /* A block is the grain of progress and of the check for a loss that is no longer finite. */
    private static final int BLOCK = 4096;

    private final LfmConfig config;
    private final Seed seed;
    private final Kernels kernels = Kernels.best();
    private final Candidates candidates;
    private final Positives positives;
    private LfmWeights weights;
    /* Updates of the epoch so far: fewer than its positives and their negatives where users leave none to draw. */
    private long samples;

    LfmRun(LfmConfig config, Interactions training, Seed seed) {
        this.config = config;
        this.seed = seed;
        this.candidates = Candidates.of(training);
        this.positives = Positives.of(training, config.feedback());
        double mean = config.feedback() == LfmConfig.Feedback.EXPLICIT ? positives.mean() : 0;
        this.weights = LfmWeights.initial(config, mean, training.userCount(), training.itemCount(), seed.child("init"));
        for (int user = 0; user < training.userCount(); user++) {
            if (training.count(user) == 0) {
                weights.clearUser(user);
            }
        }
        for (int item = 0; item < training.itemCount(); item++) {
            if (!candidates.contains(item)) {
                weights.clearItem(item);
            }
        }
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return positives.size();
    }

    @Override
    public String unit() {
        return "interactions";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        Seed epochSeed = seed.child("epoch").child(epoch);
        int[] order = order(epochSeed.child("order").random());
        SplittableRandom negatives = epochSeed.child("negatives").random();
        double loss = 0;
        samples = 0;
        for (int from = 0; from < order.length; from += BLOCK) {
            int to = Math.min(order.length, from + BLOCK);
            for (int i = from; i < to; i++) {
                loss += sample(order[i], negatives);
            }
            if (!Double.isFinite(loss)) {
                throw new NonFiniteLossException(
                        LfmModel.KIND,
                        epoch,
                        from / BLOCK + 1L,
                        loss,
                        config.rate().learningRate());
            }
            progress.advance(to - from);
        }
        return loss / samples;
    }

    private int negativesPerPositive() {
        return config.feedback() == LfmConfig.Feedback.IMPLICIT
                ? config.sampling().negatives()
                : 0;
    }

    /** Updates for one positive and its negatives; returns the sum of their squared errors. */
    private double sample(int positive, SplittableRandom random) {
        int user = positives.user(positive);
        double loss = update(user, positives.item(positive), positives.y(positive));
        for (int n = negativesPerPositive(); n > 0; n--) {
            int negative = positives.unseen(user, candidates, random);
            if (negative >= 0) {
                loss += update(user, negative, 0);
            }
        }
        return loss;
    }

    /** Eqs 3–4 at one sample, the factor 2 absorbed into the rate; returns the squared error before the step. */
    private double update(int user, int item, float y) {
        int F = config.factors();
        float rate = config.rate().learningRate();
        float lambda = config.penalty().regularization();
        float[] P = weights.userFactors();
        float[] Q = weights.itemFactors();
        float error = y - (float) weights.mean() - kernels.dot(P, user * F, Q, item * F, F);
        if (weights.biased()) {
            float[] userBias = weights.userBias();
            float[] itemBias = weights.itemBias();
            error -= userBias[user] + itemBias[item];
            userBias[user] += rate * (error - lambda * userBias[user]);
            itemBias[item] += rate * (error - lambda * itemBias[item]);
        }
        samples++;
        kernels.factorUpdate(P, user * F, Q, item * F, F, rate, error, lambda);
        return (double) error * error;
    }

    private int[] order(SplittableRandom random) {
        int[] order = new int[positives.size()];
        Arrays.setAll(order, i -> i);
        return switch (config.order()) {
            case SHUFFLED -> {
                shuffle(order, 0, order.length, random);
                yield order;
            }
            case BY_USER -> byUser(order, random);
        };
    }

    private int[] byUser(int[] positivesByUser, SplittableRandom random) {
        int[] users = new int[positives.users()];
        Arrays.setAll(users, u -> u);
        shuffle(users, 0, users.length, random);
        int[] order = new int[positivesByUser.length];
        int filled = 0;
        for (int user : users) {
            int from = positives.start(user);
            int to = positives.start(user + 1);
            shuffle(positivesByUser, from, to, random);
            System.arraycopy(positivesByUser, from, order, filled, to - from);
            filled += to - from;
        }
        return order;
    }

    /** Fisher and Yates, from {@code from} to {@code to - 1}. */
    private static void shuffle(int[] values, int from, int to, SplittableRandom random) {
        for (int i = to - 1; i > from; i--) {
            int j = from + random.nextInt(i - from + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    @Override
    public Model model() {
        return new LfmModel(config, weights.copy());
    }

    @Override
    public ModelState state() {
        return weights.copy().state();
    }

    @Override
    public void restore(ModelState state) {
        weights = LfmWeights.of(config, state).copy();
    }
}
