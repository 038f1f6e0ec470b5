package org.tandemrec.model.ralst;

import java.util.function.IntPredicate;

/** NDCG@10 of held-out lists, by which scales and objectives are compared: ties take the worst rank, users count alike. */
final class ListNdcg {
    private static final int K = 10;

    private ListNdcg() {}

    static double mean(HeldOutLists lists, float[] scores, IntPredicate users) {
        double sum = 0;
        int counted = 0;
        for (int user = 0; user + 1 < lists.userStart.length; user++) {
            int from = lists.userStart[user];
            int to = lists.userStart[user + 1];
            if (from == to || !users.test(user)) {
                continue;
            }
            double ofUser = 0;
            for (int list = from; list < to; list++) {
                ofUser += gain(scores, list * lists.stride, lists.length[list]);
            }
            sum += ofUser / (to - from);
            counted++;
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private static double gain(float[] scores, int target, int length) {
        int rank = 1;
        for (int j = target + 1; j < target + length; j++) {
            if (!(scores[j] < scores[target])) {
                rank++;
            }
        }
        return rank <= K ? StrictMath.log(2) / StrictMath.log(rank + 1.0) : 0;
    }
}
