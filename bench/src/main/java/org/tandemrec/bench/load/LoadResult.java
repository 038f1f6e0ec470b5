package org.tandemrec.bench.load;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
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
     * @param answered nanoseconds from when the request was sent until the reply, of the same replies: without the wait for a free
     *     connection, where the generator is what lacks a processor
     * @param refused as {@code succeeded}, of replies 429 and 503
     * @param statuses how many replies had each status
     * @param broken how many requests got no reply
     */
    public record Kind(
            Histogram succeeded, Histogram answered, Histogram refused, Map<Integer, Long> statuses, long broken) {
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

    /** What all threads of a load count in: one set of histograms, so that the generator's own collections have little to copy. */
    static final class Tally {
        private final List<OfKind> kinds;
        private final Histogram late = histogram();
        private final Set<String> failures = ConcurrentHashMap.newKeySet();

        /** What is counted of one kind of request. */
        private record OfKind(
                Histogram succeeded,
                Histogram answered,
                Histogram refused,
                Map<Integer, LongAdder> statuses,
                LongAdder broken) {
            OfKind() {
                this(histogram(), histogram(), histogram(), new ConcurrentHashMap<>(), new LongAdder());
            }

            Kind result() {
                Map<Integer, Long> counts = new TreeMap<>();
                statuses.forEach((status, count) -> counts.put(status, count.sum()));
                return new Kind(succeeded, answered, refused, counts, broken.sum());
            }
        }

        Tally(int kinds) {
            this.kinds = Stream.generate(OfKind::new).limit(kinds).toList();
        }

        private static Histogram histogram() {
            return new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
        }

        void replied(int kind, int status, long nanosFromDue, long nanosFromSent) {
            OfKind counts = kinds.get(kind);
            counts.statuses.computeIfAbsent(status, any -> new LongAdder()).increment();
            if (status / 100 == 2) {
                record(counts.succeeded, nanosFromDue);
                record(counts.answered, nanosFromSent);
            } else if (status == 429 || status == 503) {
                record(counts.refused, nanosFromDue);
            }
        }

        void late(long nanos) {
            record(late, nanos);
        }

        private static void record(Histogram histogram, long nanos) {
            histogram.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
        }

        void broken(int kind, Exception cause) {
            kinds.get(kind).broken.increment();
            if (failures.size() < FAILURES_KEPT) {
                failures.add(cause.toString());
            }
        }

        /** The result, when all threads are done. */
        LoadResult result(double seconds) {
            return new LoadResult(seconds, kinds.stream().map(OfKind::result).toList(), late, List.copyOf(failures));
        }
    }
}
