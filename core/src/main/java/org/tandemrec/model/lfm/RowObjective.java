package org.tandemrec.model.lfm;

import org.tandemrec.model.lfm.LfmConfig.Feedback;
import org.tandemrec.model.lfm.LfmConfig.Loss;

/**
 * What the factors of one row, a user or an item, minimise while the other side stays as it is: with x the factors of the other side
 * (and a 1 for the row's bias where biases are learned), S the n others that the row has a pair with, and r what mean and biases of
 * the others leave of a label,
 *
 * <p>Σ_{j∈S} (r_j − xᵀp)² + c Σ_j w_j (r⁰_j − xᵀp)² + ridge |p|²,
 *
 * <p>where w_j is 1 for every trained row of the other side unless {@link LfmWeights#negativeWeight} says otherwise.
 *
 * @param ratings whether the label of a pair is its rating; there is no sum over pairs that were not observed then
 * @param label the label of an observed pair where it is no rating
 * @param unobserved the second sum
 * @param ridge the third
 */
record RowObjective(boolean ratings, float label, Unobserved unobserved, Ridge ridge) {
    /**
     * The sum over all pairs of a row as if they were not observed: c = each + perPair n / Σ_j w_j.
     *
     * @param label the label r⁰ before mean and bias
     * @param each the weight of every other row
     * @param perPair the weight that each pair of a row brings for all other rows together
     */
    record Unobserved(float label, double each, double perPair) {
        static final Unobserved NONE = new Unobserved(0, 0, 0);

        boolean present() {
            return each > 0 || perPair > 0;
        }

        double weight(int count, double others) {
            return each + (others > 0 ? perPair * count / others : 0);
        }
    }

    /** The penalty of a row of n pairs beside M = Σ_j w_j others: regularization (perPair n + perOther M)^exponent. */
    record Ridge(double regularization, double perPair, double perOther, double exponent) {
        double of(int count, double others) {
            return regularization * StrictMath.pow(perPair * count + perOther * others, exponent);
        }
    }

    /** The objective of ALS (Rendle et al., RecSys 2022, eqs 1–4), which alternates between the rows of both sides. */
    static RowObjective of(AlsConfig config) {
        double unobserved = config.unobservedWeight();
        return new RowObjective(
                false,
                1,
                new Unobserved(0, unobserved, 0),
                new Ridge(config.regularization(), 1, unobserved, config.frequencyExponent()));
    }

    /**
     * The expected loss of SGD over the samples that n pairs bring in an epoch: themselves and m negatives each.
     *
     * <p>Log losses are replaced by their quadratic bounds about a score of 0 (Böhning and Lindsay, 1988), multiplied by 8:
     * (s − 2)² and (s + 2)² for the logistic loss; for BPR, whose bound asks for a difference of 2, (s − 1)² and (s + 1)².
     */
    static RowObjective of(LfmConfig config) {
        double lambda = config.penalty().regularization();
        int negatives = config.sampling().negatives();
        if (config.feedback() == Feedback.EXPLICIT) {
            return new RowObjective(true, 0, Unobserved.NONE, ridge(config, lambda, 1));
        }
        return switch (config.loss()) {
            case SQUARED ->
                new RowObjective(false, 1, new Unobserved(0, 0, negatives), ridge(config, lambda, 1 + negatives));
            case LOGISTIC ->
                new RowObjective(false, 2, new Unobserved(-2, 0, negatives), ridge(config, 4 * lambda, 1 + negatives));
            case BPR -> new RowObjective(false, 1, new Unobserved(-1, 0, 1), ridge(config, 4 * lambda, 1));
        };
    }

    private static Ridge ridge(LfmConfig config, double lambda, int samplesPerPair) {
        return switch (config.penalty().regularizationPer()) {
            case SAMPLE -> new Ridge(lambda, samplesPerPair, 0, 1);
            case ROW ->
                new Ridge(config.loss() == Loss.BPR ? lambda / config.sampling().negatives() : lambda, 0, 0, 0);
        };
    }
}
