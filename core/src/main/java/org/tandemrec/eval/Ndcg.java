package org.tandemrec.eval;

import java.util.Arrays;

/** Normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002; paper, eqs 13–16). */
public final class Ndcg {
    private Ndcg() {}

    /**
     * DCG@k = Σ_{i ≤ k} (2^{r(i)} − 1) / log₂(i + 1).
     *
     * @param relevance r(i) of the ranked items, best rank first
     */
    public static double dcg(double[] relevance, int k) {
        double sum = 0;
        for (int i = 0; i < Math.min(k, relevance.length); i++) {
            sum += (StrictMath.pow(2, relevance[i]) - 1) * discount(i + 1);
        }
        return sum;
    }

    /** NDCG@k = DCG@k / DCG@k of the ideal order; 0 where nothing is relevant. */
    public static double of(double[] relevance, int k) {
        double[] ideal = relevance.clone();
        Arrays.sort(ideal);
        for (int i = 0; i < ideal.length / 2; i++) {
            double swapped = ideal[i];
            ideal[i] = ideal[ideal.length - 1 - i];
            ideal[ideal.length - 1 - i] = swapped;
        }
        double best = dcg(ideal, k);
        return best == 0 ? 0 : dcg(relevance, k) / best;
    }

    /** NDCG@k of a list with one relevant item at {@code rank} (from 1): 1 / log₂(rank + 1), or 0 beyond k. */
    public static double ofRank(int rank, int k) {
        return rank <= k ? discount(rank) : 0;
    }

    /** 1 / log₂(rank + 1). */
    static double discount(double rank) {
        return StrictMath.log(2) / StrictMath.log(rank + 1.0);
    }
}
