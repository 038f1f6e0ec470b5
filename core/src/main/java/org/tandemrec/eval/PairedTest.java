package org.tandemrec.eval;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;

/**
 * Two-sided tests of whether two models differ, by their values for the same users. Both return p: how often a difference at least as
 * large would come about if which value is whose were chance, user by user.
 *
 * <p>Where several pairs are tested, {@link Holm} adjusts their p.
 */
public final class PairedTest {
    /**
     * Rounds enough to tell 0.001 from chance among a hundred pairs, since the least p is 1e-5 and {@link Holm} multiplies it by their
     * number. The standard error of a p of 0.05 is 0.0007.
     */
    public static final int ROUNDS = 100_000;

    /** So many users share a look-up. */
    private static final int GROUP = 8;

    private static final int SIGNS = 1 << GROUP;

    /* Sums of the same differences in another order of signs are equal but for rounding, and equal ones count. */
    private static final double ROUNDING = 1e-12;

    private PairedTest() {}

    /**
     * The p of the mean difference by the randomisation test (Fisher, <i>The Design of Experiments</i>, 1935; Smucker, Allan and
     * Carterette, CIKM 2007): the signs of the users' differences d are drawn anew in each of R rounds, and
     * {@code p = (1 + #{|Σ ±d| ≥ |Σ d|}) / (1 + R)}.
     *
     * @param a the values of one model, a finite one for every user
     * @param b those of another, users in the same order
     * @param rounds R, at least 1; no p is below 1 / (1 + R)
     * @param seed draws the signs
     */
    public static double randomization(double[] a, double[] b, int rounds, Seed seed) {
        Check.argument(rounds >= 1, "a randomisation test needs at least 1 round, but was to have %d", rounds);
        double[] differences = nonZero(differences(a, b));
        double size = 0;
        for (double difference : differences) {
            size += Math.abs(difference);
        }
        double[] sums = signedSums(differences);
        double least = Math.abs(observed(sums)) - ROUNDING * size;
        SplittableRandom random = seed.random();
        int extreme = 0;
        for (int round = 0; round < rounds; round++) {
            extreme += Math.abs(randomSum(sums, random)) >= least ? 1 : 0;
        }
        return (1.0 + extreme) / (1.0 + rounds);
    }

    /**
     * The p of Wilcoxon's signed-rank test (Wilcoxon, Biometrics Bulletin 1945): by the exact distribution of the sum of ranks where
     * there are at most 50 users, no ties and no zero differences, else by its normal approximation with a correction for continuity.
     * Ties share their mean rank r. Differences of zero count for the ranks of the others and are then left out (Pratt, JASA 1959;
     * Cureton, JASA 1967). If which value is whose is chance, the sum of the positive ranks has the mean Σ r / 2 and the variance Σ r² / 4.
     * Where all differences are zero, p is 1.
     *
     * @param a the values of one model, a finite one for every user
     * @param b those of another, users in the same order
     */
    public static double wilcoxon(double[] a, double[] b) {
        double[] differences = differences(a, b);
        if (nonZero(differences).length == 0) {
            return 1;
        }
        WilcoxonSignedRankTest.Result result =
                WilcoxonSignedRankTest.withDefaults().test(differences);
        return result.hasZeroValues() || result.hasTiedValues() ? wilcoxonWithTies(differences) : result.getPValue();
    }

    /* Not left to the library, whose variance takes the ties of zeros off twice and is negative where most differences are zero. */
    private static double wilcoxonWithTies(double[] differences) {
        double[] ranks = new NaturalRanking()
                .apply(Arrays.stream(differences).map(Math::abs).toArray());
        double excess = 0;
        double squares = 0;
        for (int user = 0; user < ranks.length; user++) {
            double rank = Math.signum(differences[user]) * ranks[user];
            excess += rank / 2;
            squares += rank * rank;
        }
        double distance = Math.max(0, Math.abs(excess) - 0.5);
        return distance == 0
                ? 1
                : 2 * NormalDistribution.of(0, 1).survivalProbability(distance / (Math.sqrt(squares) / 2));
    }

    private static double[] differences(double[] a, double[] b) {
        Check.argument(
                a.length == b.length,
                "a paired test needs the values of the same users, but was given %d and %d",
                a.length,
                b.length);
        Check.argument(a.length >= 1, "a paired test needs the values of at least 1 user, but there was none");
        double[] differences = new double[a.length];
        for (int user = 0; user < a.length; user++) {
            differences[user] = a[user] - b[user];
            Check.argument(
                    Double.isFinite(differences[user]),
                    "the values of users must be finite, but those at %d were %s and %s",
                    user,
                    a[user],
                    b[user]);
        }
        return differences;
    }

    private static double[] nonZero(double[] differences) {
        double[] kept = new double[differences.length];
        int count = 0;
        for (double difference : differences) {
            kept[count] = difference;
            count += difference == 0 ? 0 : 1;
        }
        return Arrays.copyOf(kept, count);
    }

    /** For each group of differences, its sums under all choices of signs: a set bit of the choice turns a sign. */
    private static double[] signedSums(double[] differences) {
        int groups = Math.ceilDiv(differences.length, GROUP);
        double[] sums = new double[groups * SIGNS];
        for (int group = 0; group < groups; group++) {
            int first = group * GROUP;
            int size = Math.min(GROUP, differences.length - first);
            for (int signs = 0; signs < SIGNS; signs++) {
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    sum += (signs >> i & 1) == 0 ? differences[first + i] : -differences[first + i];
                }
                sums[group * SIGNS + signs] = sum;
            }
        }
        return sums;
    }

    private static double observed(double[] sums) {
        double sum = 0;
        for (int group = 0; group < sums.length; group += SIGNS) {
            sum += sums[group];
        }
        return sum;
    }

    private static double randomSum(double[] sums, SplittableRandom random) {
        double sum = 0;
        long bits = 0;
        for (int group = 0, next = 0; group < sums.length; group += SIGNS, next = (next + 1) % (Long.SIZE / GROUP)) {
            bits = next == 0 ? random.nextLong() : bits >>> GROUP;
            sum += sums[group + (int) (bits & (SIGNS - 1))];
        }
        return sum;
    }
}
