package org.tandemrec.model.popularity;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.FloatMath;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ProgressListener;

/**
 * Counts of events that fade by half in every half-life h, as of any moment: c_i(t) = Σ_{e of i, t_e ≤ t} 2^(-(t - t_e) / h).
 *
 * <p>For every event e of an item, in order of time, the count as of that event is kept: c_e = 1 + c_{e-1} 2^(-(t_e - t_{e-1}) / h).
 * The count as of t is that of the last event until t, faded since. Times are whole seconds since the first event; those of events are
 * rounded up and those of queries down, so that no event counts before it happened.
 */
final class DecayedCounts {
    private static final String START = "start";
    private static final String SECONDS = "seconds";
    private static final String COUNTS = "counts";
    private static final String SPAN = "span";

    private static final long MILLIS = 1000;
    private static final double DAY_SECONDS = 86_400;
    /* Items that one call counts. */
    private static final int CHUNK = 64;

    private final int[] start;
    private final int[] seconds;
    private final float[] counts;
    private final int[] span;
    private final double fading;

    /** {@code span} is the second of the first event, high and low half, and how many seconds later the last one was. */
    private DecayedCounts(int[] start, int[] seconds, float[] counts, int[] span, double halfLifeDays) {
        this.start = start;
        this.seconds = seconds;
        this.counts = counts;
        this.span = span;
        this.fading = StrictMath.log(2) / (halfLifeDays * DAY_SECONDS);
    }

    /** What the counts of so many events take, in bytes. */
    static long bytes(long events) {
        return events * (Integer.BYTES + Float.BYTES);
    }

    /**
     * Counts the events of every item.
     *
     * @throws IllegalArgumentException if there are none, or they lie more than 68 years apart
     */
    static DecayedCounts of(
            Interactions training, double halfLifeDays, Parallel parallel, ProgressListener.Task progress) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int user = 0; user < training.userCount(); user++) {
            if (training.count(user) > 0) { // rows of a user are in order of time
                first = Math.min(first, training.timeMillis(training.start(user)));
                last = Math.max(last, training.timeMillis(training.end(user) - 1));
            }
        }
        long origin = Math.floorDiv(first, MILLIS);
        long length = Math.ceilDiv(last, MILLIS) - origin;
        Check.argument(
                length < Integer.MAX_VALUE,
                "the first and the last event must lie within 68 years, but lie %d s apart; check the column of times",
                length);
        int[] start = new int[training.itemCount() + 1];
        int[] seconds = new int[training.size()];
        gather(training, origin, start, seconds);
        int[] span = {(int) (origin >>> Integer.SIZE), (int) origin, (int) length};
        DecayedCounts counts = new DecayedCounts(start, seconds, new float[seconds.length], span, halfLifeDays);
        parallel.forEach(Math.ceilDiv(training.itemCount(), CHUNK), chunk -> {
            int end = Math.min(training.itemCount(), (chunk + 1) * CHUNK);
            for (int item = chunk * CHUNK; item < end; item++) {
                counts.count(item);
                progress.advance(start[item + 1] - start[item]);
            }
        });
        return counts;
    }

    /** Puts the seconds of all events in order of items. */
    private static void gather(Interactions training, long origin, int[] start, int[] seconds) {
        int[] ofItem = training.itemCounts();
        for (int item = 0; item < ofItem.length; item++) {
            start[item + 1] = start[item] + ofItem[item];
        }
        int[] next = Arrays.copyOf(start, ofItem.length);
        for (int user = 0; user < training.userCount(); user++) {
            for (int row = training.start(user); row < training.end(user); row++) {
                long second = Math.ceilDiv(training.timeMillis(row), MILLIS) - origin;
                seconds[next[training.item(row)]++] = (int) second;
            }
        }
    }

    private void count(int item) {
        Arrays.sort(seconds, start[item], start[item + 1]);
        double count = 0;
        for (int event = start[item]; event < start[item + 1]; event++) {
            int gap = event == start[item] ? 0 : seconds[event] - seconds[event - 1];
            count = 1 + count * StrictMath.exp(-fading * gap);
            counts[event] = (float) count;
        }
    }

    int itemCount() {
        return start.length - 1;
    }

    /** When the last event was, rounded up to whole seconds, in milliseconds since 1970. */
    long endMillis() {
        return (origin() + span[2]) * MILLIS;
    }

    private long origin() {
        return (long) span[0] << Integer.SIZE | Integer.toUnsignedLong(span[1]);
    }

    /** Writes scale · c_i(t) of every item to {@code scores} from {@code offset} on. */
    void write(long timeMillis, float scale, float[] scores, int offset) {
        long now = Math.floorDiv(timeMillis, MILLIS) - origin();
        for (int item = 0; item < itemCount(); item++) {
            int event = lastUntil(now, start[item], start[item + 1]);
            scores[offset + item] = event < start[item]
                    ? 0
                    : scale * counts[event] * FloatMath.exp((float) (-fading * (now - seconds[event])));
        }
    }

    /** The last event of a range that is not after {@code now}; the one before the range if there is none. */
    private int lastUntil(long now, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (seconds[middle] <= now) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    ModelState state() {
        return new ModelState()
                .put(START, start)
                .put(SECONDS, seconds)
                .put(COUNTS, counts)
                .put(SPAN, span);
    }

    /**
     * The counts whose {@link #state} it was.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the others
     */
    static DecayedCounts of(ModelState state, double halfLifeDays) {
        int[] start = state.ints(START, state.rows(START));
        Check.argument(start.length > 0, "tensor %s needs at least one element, but is empty", START);
        int events = start[start.length - 1];
        return new DecayedCounts(
                start, state.ints(SECONDS, events), state.floats(COUNTS, events), state.ints(SPAN, 3), halfLifeDays);
    }
}
