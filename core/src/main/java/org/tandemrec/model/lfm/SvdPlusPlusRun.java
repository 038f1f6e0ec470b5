package org.tandemrec.model.lfm;

import java.util.Arrays;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.FactorKernels;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.model.lfm.LfmConfig.PenaltyConfig.Per;

/**
 * SGD on ratings with the implicit term of SVD++ (Koren, KDD 2008, eq 15) and the time terms of timeSVD++ (Koren, KDD 2009, eqs 6
 * and 8): r̂ = μ + b_u + α_u dev_u(t) + b_i + b_{i,bin(t)} + Q_iᵀ(P_u + |N(u)|^-½ Σ_{j ∈ N(u)} Y_j), N(u) what the user has rated.
 *
 * <p>Users come in an order drawn anew in every epoch, each with all ratings in an order drawn anew: the user's turn. Every rating
 * moves each Y_j of its user by γ (e |N|^-½ Q_i − λ Y_j). Within a turn only v = P_u + |N|^-½ Σ Y_j is read, so that v alone is
 * stepped, by γ (2 e Q_i − λ v); what P_u and every Y_j come to follows from it at the end of the turn ({@link #endTurn}), as if
 * each rating had moved them all.
 *
 * <p>Sequential by nature, so the result does not depend on the number of threads.
 */
final class SvdPlusPlusRun implements TrainingRun {
    /* The grain of progress, in ratings. */
    private static final int BLOCK = 4096;

    private final LfmConfig config;
    private final Seed seed;
    private final Kernels kernels = Kernels.best();
    private final FactorKernels factorKernels = FactorKernels.best();
    private final Ratings ratings;
    /* dev_u(t) by row; empty without drift. */
    private final float[] deviation;
    /* The number of ratings by item and bin; empty where lambda counts for every sample. */
    private final int[] binCount;
    private LfmWeights weights;

    /* Of the epoch: the rate, lambda where it counts for every sample, and lambda where it counts for every row. */
    private float rate;
    private float sampleLambda;
    private float rowLambda;

    /* Of a user's turn: its rows, the items of these, v now and at the start of the turn, and A of its end. */
    private final int[] rows;
    private final int[] rated;
    private final float[] vector;
    private final float[] startVector;
    private final float[] moved;

    SvdPlusPlusRun(LfmConfig config, Interactions training, Seed seed) {
        this.config = config;
        this.seed = seed;
        this.ratings = new Ratings(training);
        LfmWeights drawn =
                LfmWeights.initial(config, ratings.mean(), ratings.users(), ratings.items(), seed.child("init"));
        this.weights = drawn.withTerms(RatingTerms.initial(config, ratings));
        weights.clearUntrained(user -> ratings.count(user) > 0, item -> ratings.itemCount(item) > 0);
        this.rows = new int[ratings.maxCount()];
        this.rated = new int[rows.length];
        this.deviation = deviations();
        this.binCount = binCounts();
        this.vector = new float[config.factors()];
        this.startVector = new float[config.factors()];
        this.moved = new float[config.factors()];
    }

    private float[] deviations() {
        float[] byRow = new float[config.terms().userDrift() ? ratings.rowLimit() : 0];
        for (int user = 0; byRow.length > 0 && user < ratings.users(); user++) {
            int n = ratings.rows(user, rows);
            for (int k = 0; k < n; k++) {
                byRow[rows[k]] = weights.terms().deviation(user, ratings.timeMillis(rows[k]));
            }
        }
        return byRow;
    }

    private int[] binCounts() {
        boolean perRow = config.penalty().regularizationPer() == Per.ROW;
        int[] counts = new int[perRow ? weights.terms().itemBinBias().length : 0];
        for (int user = 0; counts.length > 0 && user < ratings.users(); user++) {
            int n = ratings.rows(user, rows);
            for (int k = 0; k < n; k++) {
                counts[weights.terms().binOf(ratings.item(rows[k]), ratings.timeMillis(rows[k]))]++;
            }
        }
        return counts;
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long epochUnits() {
        return ratings.size();
    }

    @Override
    public String unit() {
        return "ratings";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        rate = config.rate().of(epoch);
        boolean perRow = config.penalty().regularizationPer() == Per.ROW;
        sampleLambda = perRow ? 0 : config.penalty().regularization();
        rowLambda = perRow ? config.penalty().regularization() : 0;
        Draws draws = new Draws();
        draws.start(seed.child("epoch").child(epoch));
        int[] order = new int[ratings.users()];
        Arrays.setAll(order, user -> user);
        draws.shuffle(order, 0, order.length);
        double loss = 0;
        int visited = 0;
        for (int turn = 0; turn < order.length; turn++) {
            loss += turn(order[turn], draws);
            if (!Double.isFinite(loss)) {
                throw new NonFiniteLossException(
                        LfmModel.KIND, epoch, turn + 1L, loss, config.rate().learningRate());
            }
            visited += ratings.count(order[turn]);
            if (visited >= BLOCK) {
                progress.advance(visited);
                visited = 0;
            }
        }
        progress.advance(visited);
        return loss / ratings.size();
    }

    /** All ratings of a user; returns the sum of squared errors, each before its step. */
    private double turn(int user, Draws draws) {
        int n = ratings.rows(user, rows);
        draws.shuffle(rows, 0, n);
        if (weights.terms().implicit()) {
            startTurn(user, n);
            double loss = 0;
            for (int k = 0; k < n; k++) {
                loss += step(user, n, rows[k], vector, 0, 2);
            }
            endTurn(user, n);
            return loss;
        }
        int F = config.factors();
        double loss = 0;
        for (int k = 0; k < n; k++) {
            loss += step(user, n, rows[k], weights.userFactors(), user * F, 1);
        }
        if (rowLambda > 0) {
            kernels.scale(kept(1), weights.userFactors(), user * F, F);
        }
        return loss;
    }

    /**
     * One rating with the user's vector in {@code v}, which takes {@code times} the step of a factor: 2 where P_u and Σ Y_j move
     * with it. Returns the squared error before the step.
     */
    private double step(int user, int n, int row, float[] v, int vOffset, int times) {
        int F = config.factors();
        int item = ratings.item(row);
        float[] Q = weights.itemFactors();
        float error = ratings.rating(row) - (float) weights.mean() - kernels.dot(v, vOffset, Q, item * F, F);
        float itemKept = kept(ratings.itemCount(item));
        if (weights.biased()) {
            error = stepBiases(user, n, row, item, error, itemKept);
        }
        float move = rate * error;
        float keep = 1 - rate * sampleLambda;
        factorKernels.pointwise(v, vOffset, Q, item * F, F, times * move, keep, itemKept * move, itemKept * keep);
        return (double) error * error;
    }

    /** Steps all biases and the drift; returns the error that is left when they, as they were, are taken off. */
    private float stepBiases(int user, int n, int row, int item, float unbiased, float itemKept) {
        RatingTerms terms = weights.terms();
        float[] userBias = weights.userBias();
        float[] itemBias = weights.itemBias();
        float userKept = kept(n);
        float error = unbiased - userBias[user] - itemBias[item];
        int bin = terms.itemBins() > 0 ? terms.binOf(item, ratings.timeMillis(row)) : -1;
        if (bin >= 0) {
            error -= terms.itemBinBias()[bin];
        }
        if (terms.drifting()) {
            float[] drift = terms.userDrift();
            error -= drift[user] * deviation[row];
            drift[user] = userKept * (drift[user] + rate * (error * deviation[row] - sampleLambda * drift[user]));
        }
        userBias[user] = userKept * (userBias[user] + rate * (error - sampleLambda * userBias[user]));
        itemBias[item] = itemKept * (itemBias[item] + rate * (error - sampleLambda * itemBias[item]));
        if (bin >= 0) {
            float[] binBias = terms.itemBinBias();
            float binKept = binCount.length > 0 ? kept(binCount[bin]) : 1;
            binBias[bin] = binKept * (binBias[bin] + rate * (error - sampleLambda * binBias[bin]));
        }
        return error;
    }

    /**
     * What the penalty of a row that has {@code samples} of them leaves of it at one: 1 / (1 + γ λ / samples), the proximal form
     * of the step, which no λ can make overshoot; 1 where lambda counts for every sample.
     */
    private float kept(int samples) {
        return rowLambda > 0 ? 1 / (1 + rate * rowLambda / samples) : 1;
    }

    /** Sets v from P_u and the Y of all rated items. */
    private void startTurn(int user, int n) {
        int F = config.factors();
        for (int k = 0; k < n; k++) {
            rated[k] = ratings.item(rows[k]);
        }
        System.arraycopy(weights.userFactors(), user * F, vector, 0, F);
        weights.terms().addImplicit(rated, n, F, kernels, vector, 0);
        System.arraycopy(vector, 0, startVector, 0, F);
    }

    /**
     * Takes the steps of v apart. With s = (1 − γ λ)ⁿ, what n samples leave of a start value, n steps of γ (2 e Q_i − λ v) are
     * v = s v₀ + 2 A; by the same recurrence P_u = s P_u + A, and Y_j = s Y_j + |N|^-½ A of every rated item.
     */
    private void endTurn(int user, int n) {
        int F = config.factors();
        float s = (float) StrictMath.pow(1.0 - (double) rate * sampleLambda, n);
        for (int f = 0; f < F; f++) {
            moved[f] = (vector[f] - s * startVector[f]) / 2;
        }
        stepRow(weights.userFactors(), user * F, s, 1, kept(1));
        float share = (float) (1 / Math.sqrt(Math.max(1, n)));
        float[] Y = weights.terms().implicitFactors();
        for (int k = 0; k < n; k++) {
            stepRow(Y, rated[k] * F, s, share, kept(ratings.itemCount(rated[k])));
        }
    }

    /** x = kept (s x + share A). */
    private void stepRow(float[] x, int xOffset, float s, float share, float kept) {
        int F = config.factors();
        kernels.scale(kept * s, x, xOffset, F);
        kernels.axpy(kept * share, moved, 0, x, xOffset, F);
    }

    /** A model whose user vectors are P_u + |N(u)|^-½ Σ Y_j, so that scoring needs no N(u). */
    @Override
    public Model model() {
        LfmWeights scoring = weights.copy();
        if (scoring.terms().implicit()) {
            int F = config.factors();
            for (int user = 0; user < ratings.users(); user++) {
                int n = ratings.rows(user, rows);
                for (int k = 0; k < n; k++) {
                    rated[k] = ratings.item(rows[k]);
                }
                scoring.terms().addImplicit(rated, n, F, kernels, scoring.userFactors(), user * F);
            }
        }
        return new LfmModel(config, scoring);
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
