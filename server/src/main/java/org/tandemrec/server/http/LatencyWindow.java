package org.tandemrec.server.http;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the requests of the last moments took: a histogram with eight buckets per doubling of the time, so that a percentile is off by
 * 12 % at most. Reading takes what came since the reading before.
 */
final class LatencyWindow {
    private static final int STEPS = 8;
    private static final int STEP_BITS = 3;
    private static final int BUCKETS = 64 * STEPS;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final long[] seen = new long[BUCKETS];

    void record(long nanos) {
        counts.getAndIncrement(bucket(Math.max(nanos, STEPS)));
    }

    private static int bucket(long nanos) {
        int exponent = 63 - Long.numberOfLeadingZeros(nanos);
        int step = (int) (nanos >>> (exponent - STEP_BITS)) & (STEPS - 1);
        return exponent * STEPS + step;
    }

    /** The largest time of a bucket in milliseconds. */
    private static double upperMillis(int bucket) {
        int exponent = bucket / STEPS;
        return Math.scalb((double) (STEPS + bucket % STEPS + 1), exponent - STEP_BITS) / 1e6;
    }

    /** What came since the last call. */
    synchronized Reading read() {
        long[] recent = new long[BUCKETS];
        long total = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            long count = counts.get(bucket);
            recent[bucket] = count - seen[bucket];
            seen[bucket] = count;
            total += recent[bucket];
        }
        return new Reading(total, percentile(recent, total, 0.5), percentile(recent, total, 0.99));
    }

    private static double percentile(long[] counts, long total, double share) {
        if (total == 0) {
            return Double.NaN;
        }
        long wanted = Math.max(1, (long) Math.ceil(share * (double) total));
        long sum = 0;
        int bucket = -1;
        while (sum < wanted) {
            bucket++;
            sum += counts[bucket];
        }
        return upperMillis(bucket);
    }

    /**
     * A reading.
     *
     * @param requests how many requests there were
     * @param p50Millis the median time; NaN without requests
     * @param p99Millis the time that 99 of 100 requests did not exceed; NaN without requests
     */
    record Reading(long requests, double p50Millis, double p99Millis) {}
}
