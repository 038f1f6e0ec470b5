package org.tandemrec.eval;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.tandemrec.base.Check;

/**
 * Holm's step-down correction for several tests at once (Holm, Scandinavian Journal of Statistics 1979): whoever calls those
 * significant whose adjusted p is below α errs about any of them with a probability of at most α, whatever their dependence.
 */
public final class Holm {
    private Holm() {}

    /**
     * The adjusted p of m tests: in ascending order, {@code p̃_(i) = max_{j ≤ i} min(1, (m − j + 1) p_(j))}.
     *
     * @param p the p of every test, each within [0, 1]
     * @return the adjusted ones, in the order of {@code p}
     */
    public static double[] adjust(double[] p) {
        for (int test = 0; test < p.length; test++) {
            Check.argument(
                    p[test] >= 0 && p[test] <= 1, "a p must be within [0, 1], but the one at %d was %s", test, p[test]);
        }
        int[] ascending = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(test -> p[test]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[p.length];
        double least = 0;
        for (int i = 0; i < ascending.length; i++) {
            least = Math.max(least, Math.min(1, (p.length - i) * p[ascending[i]]));
            adjusted[ascending[i]] = least;
        }
        return adjusted;
    }
}
