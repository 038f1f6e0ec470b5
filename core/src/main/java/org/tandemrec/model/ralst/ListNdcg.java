package org.tandemrec.model.ralst;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** NDCG@10 of held-out lists, by which scales and objectives are compared: ties take the worst rank, users count alike. */
final class ListNdcg {
    private static final int K = 10;

    private ListNdcg() {}

    /** The mean over the lists of each user who is included and has any, in the order of users. */
    static double[] ofUsers(HeldOutLists lists, float[] scores, IntPredicate users) {
        double[] means = new double[lists.userStart.length];
        int counted = 0;
        for (int user = 0; user + 1 < lists.userStart.length; user++) {
            int from = lists.userStart[user];
            int to = lists.userStart[user + 1];
            if (from == to || !users.test(user)) {
                continue;
            }
            double sum = 0;
            for (int list = from; list < to; list++) {
                sum += gain(scores, list * lists.stride, lists.length[list]);
            }
            means[counted++] = sum / (to - from);
        }
        return Arrays.copyOf(means, counted);
    }

    /** The mean over users; 0 without any. */
    static double mean(double[] ofUsers) {
        return Arrays.stream(ofUsers).average().orElse(0);
    }

    /** Whether the mean falls short of the best one's by at most the standard error of the paired differences. */
    static boolean withinOneStandardError(double[] ofUsers, double[] best) {
        int n = best.length;
        double shortfall = mean(best) - mean(ofUsers);
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double deviation = best[i] - ofUsers[i] - shortfall;
            squares += deviation * deviation;
        }
        return n < 2 || shortfall <= Math.sqrt(squares / (n - 1.0) / n);
    }

    private static double gain(float[] scores, int target, int length) {
        if (length == 0) {
            return 0;
        }
        int rank = 1;
        for (int j = target + 1; j < target + length; j++) {
            if (!(scores[j] < scores[target])) {
                rank++;
            }
        }
        return rank <= K ? StrictMath.log(2) / StrictMath.log(rank + 1.0) : 0;
    }
}
