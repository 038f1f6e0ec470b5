package org.tandemrec.tune;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.tandemrec.base.Check;

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016): all trials train a little, the best of them go on, and so forth.
 *
 * <p>One bracket of Hyperband (Li et al., JMLR 2018, algorithm 1, lines 4 to 8) with n {@code trials}, {@code factor} η and at most R
 * {@code epochs}: s = min(⌊log_η n⌋, ⌊log_η R⌋), and on rung i = 0 … s there are ⌊n η⁻ⁱ⌋ trials, which are trained for R η^(i − s)
 * epochs. So the first rung has at least one epoch and the last one at least one trial.
 *
 * @param trials how many trials there are in the beginning
 * @param factor which part of the trials goes on, one in so many; {@link #NONE} trains every trial to its end
 * @param epochs of a trial that is trained to its end
 */
public record Halving(int trials, int factor, int epochs) {
    /** No halving: one rung, as in plain random search. */
    public static final int NONE = 0;

    /** Checks every value. */
    public Halving {
        Check.argument(trials >= 1, "trials must be at least 1, but was %d", trials);
        Check.argument(factor >= 2 || factor == NONE, "halving must be at least 2, or none, but was %d", factor);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
    }

    /** The number of rungs, s + 1. */
    public int rungs() {
        if (factor == NONE) {
            return 1;
        }
        int rungs = 1;
        for (int left = Math.min(trials, epochs); left >= factor; left /= factor) {
            rungs++;
        }
        return rungs;
    }

    /** How many trials are trained on a rung, from 0. */
    public int trialsOn(int rung) {
        int left = trials;
        for (int i = 0; i < rung; i++) {
            left /= factor;
        }
        return left;
    }

    /** How many epochs a trial has in all after a rung, from 0. */
    public int epochsAfter(int rung) {
        return epochsAfter(rung, epochs);
    }

    /**
     * How many epochs a trial has after a rung whose own total is another one, since the number of epochs is what is searched: the same
     * share of it, at least one.
     */
    public int epochsAfter(int rung, int total) {
        int after = total;
        for (int i = rung; i < rungs() - 1; i++) {
            after /= factor;
        }
        return Math.max(1, after);
    }

    /**
     * Which trials go on: those of the greatest metrics. Of equal ones the earlier goes on; one that failed, which has NaN, never does.
     *
     * @param metrics what each trial reached
     * @param count how many go on at most
     * @return their indices, the best one first
     */
    public static int[] best(double[] metrics, int count) {
        return IntStream.range(0, metrics.length)
                .filter(i -> Double.isFinite(metrics[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -metrics[i]).thenComparing(i -> i))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
