package org.tandemrec.bench.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/** When requests of an open loop are due. */
public final class Arrivals {
    private Arrivals() {}

    /**
     * A Poisson process, as of many clients who know nothing of each other: the gaps are exponentially distributed.
     *
     * @param rate the mean number a second
     * @return nanoseconds from the start on, ascending
     */
    public static long[] poisson(double rate, double seconds, SplittableRandom random) {
        if (!(rate > 0 && seconds > 0 && rate * seconds < 1e8)) {
            throw new IllegalArgumentException(
                    "a load needs a rate and a time above 0 and fewer than 1e8 requests, but was to be " + rate
                            + "/s for " + seconds + " s");
        }
        long[] due = new long[(int) (rate * seconds + 10 * Math.sqrt(rate * seconds) + 10)];
        int count = 0;
        double time = 0;
        while (count < due.length) {
            time -= Math.log(1 - random.nextDouble()) / rate;
            if (time >= seconds) {
                break;
            }
            due[count++] = (long) (time * 1e9);
        }
        return Arrays.copyOf(due, count);
    }
}
