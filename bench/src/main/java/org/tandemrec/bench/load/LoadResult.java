package org.tandemrec.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a load met with.
 *
 * @param seconds how long it took
 * @param kinds what each kind of request met with
 * @param late how much later than due requests were sent, since no connection was free or the generator had no processor
 * @param failures the first few causes of requests without a reply
 */
public record LoadResult(double seconds, List<Kind> kinds, Histogram late, List<String> failures) {
    /** Latencies up to this count as they are, longer ones as this. */
    static final long LONGEST_NANOS = 600_000_000_000L;

    private static final int DIGITS = 3;
    private static final int FAILURES_KEPT = 5;

    /**
     * One kind of request.
     *
     * @param succeeded nanoseconds until the reply, of replies of class 2xx: in an open loop from when the request was due, in a closed
     *     loop from when it was sent
     * @param refused the same of replies 429 and 503
     * @param statuses how many replies had each status
     * @param broken how many requests got no reply
     */
    public record Kind(Histogram succeeded, Histogram refused, Map<Integer, Long> statuses, long broken) {
        /** Requests with neither a success nor a refusal. */
        public long errors() {
            long replies = statuses.values().stream().mapToLong(Long::longValue).sum();
            return replies - succeeded.getTotalCount() - refused.getTotalCount() + broken;
        }

        /** All requests. */
        public long count() {
            return succeeded.getTotalCount() + refused.getTotalCount() + errors();
        }
    }

    /** Successes a second. */
    public double perSecond() {
        return kinds.stream()
                        .mapToLong(kind -> kind.succeeded().getTotalCount())
                        .sum()
                / seconds;
    }

    /** Requests with neither a success nor a refusal. */
    public long errors() {
        return kinds.stream().mapToLong(Kind::errors).sum();
    }

    /** Refusals. */
    public long refused() {
        return kinds.stream().mapToLong(kind -> kind.refused().getTotalCount()).sum();
    }

    static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    /** One thread's share, of which {@link #merged} makes a result. */
    static final class Share {
        private final List<Histogram> succeeded = new ArrayList<>();
        private final List<Histogram> refused = new ArrayList<>();
        private final List<Map<Integer, Long>> statuses = new ArrayList<>();
        private final long[] broken;
        private final Histogram late = histogram();
        private final List<String> failures = new ArrayList<>();

        Share(int kinds) {
            broken = new long[kinds];
            for (int kind = 0; kind < kinds; kind++) {
                succeeded.add(histogram());
                refused.add(histogram());
                statuses.add(new TreeMap<>());
            }
        }

        void replied(int kind, int status, long nanos) {
            statuses.get(kind).merge(status, 1L, Long::sum);
            long value = Math.clamp(nanos, 0, LONGEST_NANOS);
            if (status / 100 == 2) {
                succeeded.get(kind).recordValue(value);
            } else if (status == 429 || status == 503) {
                refused.get(kind).recordValue(value);
            }
        }

        void late(long nanos) {
            late.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
        }

        void broken(int kind, Exception cause) {
            broken[kind]++;
            if (failures.size() < FAILURES_KEPT) {
                failures.add(cause.toString());
            }
        }
    }

    static LoadResult merged(double seconds, int kinds, List<Share> shares) {
        List<Kind> all = new ArrayList<>();
        for (int k = 0; k < kinds; k++) {
            Histogram succeeded = histogram();
            Histogram refused = histogram();
            Map<Integer, Long> statuses = new TreeMap<>();
            long broken = 0;
            for (Share share : shares) {
                succeeded.add(share.succeeded.get(k));
                refused.add(share.refused.get(k));
                share.statuses.get(k).forEach((status, count) -> statuses.merge(status, count, Long::sum));
                broken += share.broken[k];
            }
            all.add(new Kind(succeeded, refused, statuses, broken));
        }
        Histogram late = histogram();
        shares.forEach(share -> late.add(share.late));
        List<String> failures = shares.stream()
                .flatMap(share -> share.failures.stream())
                .distinct()
                .limit(FAILURES_KEPT)
                .toList();
        return new LoadResult(seconds, List.copyOf(all), late, failures);
    }
}
