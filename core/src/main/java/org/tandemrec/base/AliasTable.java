package org.tandemrec.base;

/**
 * Draws numbers with given probabilities by an alias table (Walker, 1977; built as Vose, 1991): one random number of 64 bits and
 * one look-up a draw, whatever the number of outcomes. Immutable.
 */
public final class AliasTable {
    private final double[] probability;
    private final int[] alias;
    /* The chance, out of 2^31, that a column of the table stands for itself. */
    private final int[] own;

    /**
     * A table of outcomes {@code 0 … weights.length - 1} with probabilities proportional to the weights.
     *
     * @param weights not negative; at least one is positive
     */
    public AliasTable(double[] weights) {
        this.probability = new double[weights.length];
        this.alias = new int[weights.length];
        this.own = new int[weights.length];
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        Check.argument(sum > 0, "nothing can be drawn where no weight is positive");
        for (int i = 0; i < weights.length; i++) {
            probability[i] = weights[i] / sum;
        }
        fill();
    }

    /** A table of outcomes with probabilities proportional to count^α; what never occurs is never drawn, even where α is 0. */
    public static AliasTable ofCounts(int[] counts, double alpha) {
        double[] weights = new double[counts.length];
        for (int outcome = 0; outcome < counts.length; outcome++) {
            weights[outcome] = counts[outcome] == 0 ? 0 : StrictMath.pow(counts[outcome], alpha);
        }
        return new AliasTable(weights);
    }

    /** The probability of an outcome. */
    public double probability(int outcome) {
        return probability[outcome];
    }

    /** The outcome that 64 random bits give. */
    public int draw(long bits) {
        int column = (int) (((bits >>> 32) * alias.length) >>> 32);
        return (int) (bits & Integer.MAX_VALUE) < own[column] ? column : alias[column];
    }

    /** Every column holds at most two outcomes, with 1 / n of the probability together. */
    private void fill() {
        int n = probability.length;
        double[] left = new double[n];
        int[] order = new int[n]; // outcomes with less than their share from the front, the others from the back
        int small = 0;
        int large = n;
        for (int outcome = 0; outcome < n; outcome++) {
            left[outcome] = probability[outcome] * n;
            order[left[outcome] < 1 ? small++ : --large] = outcome;
        }
        int next = 0;
        while (next < small && large < n) {
            int outcome = order[next++];
            int giver = order[large];
            own[outcome] = (int) (left[outcome] * 0x1p31);
            alias[outcome] = giver;
            left[giver] -= 1 - left[outcome];
            if (left[giver] < 1) {
                order[--next] = giver; // its place was freed by outcome
                large++;
            }
        }
        for (int i = large; i < n; i++) {
            own[order[i]] = Integer.MAX_VALUE;
            alias[order[i]] = order[i];
        }
        for (int i = next; i < small; i++) { // left over by rounding
            boolean occurs = probability[order[i]] > 0;
            own[order[i]] = occurs ? Integer.MAX_VALUE : 0;
            alias[order[i]] = occurs ? order[i] : mostProbable();
        }
    }

    private int mostProbable() {
        int best = 0;
        for (int outcome = 1; outcome < probability.length; outcome++) {
            best = probability[outcome] > probability[best] ? outcome : best;
        }
        return best;
    }
}
