package org.tandemrec.bundle;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;

/**
 * The users' events in their order: user {@code u} has {@code items[starts[u]] … items[starts[u + 1] - 1]}, oldest first.
 *
 * @param starts {@code userCount + 1} offsets
 * @param items dense items
 * @param times when each event happened, in milliseconds since 1970; empty where the data has no times
 */
public record Histories(int[] starts, int[] items, long[] times) {
    /** Checks that the offsets fit the items. */
    public Histories {
        Check.argument(
                starts.length >= 1 && starts[0] == 0 && starts[starts.length - 1] == items.length,
                "the offsets of the histories do not span their %d items",
                items.length);
        Check.argument(
                times.length == 0 || times.length == items.length,
                "the histories have no times or one for each event, but they have %d times for %d events",
                times.length,
                items.length);
        for (int user = 1; user < starts.length; user++) {
            Check.argument(starts[user - 1] <= starts[user], "the history of user %d ends before it starts", user - 1);
        }
    }

    /** The histories in a part of interactions, with the times of events if they are wanted and there are any. */
    public static Histories of(Interactions interactions, boolean withTimes) {
        int[] starts = new int[interactions.userCount() + 1];
        int[] items = new int[interactions.size()];
        long[] times = new long[withTimes && interactions.hasTimes() ? items.length : 0];
        int size = 0;
        for (int user = 0; user < interactions.userCount(); user++) {
            for (int row = interactions.start(user); row < interactions.end(user); row++) {
                if (times.length > 0) {
                    times[size] = interactions.timeMillis(row);
                }
                items[size++] = interactions.item(row);
            }
            starts[user + 1] = size;
        }
        return new Histories(starts, items, times);
    }

    /** The number of users. */
    public int userCount() {
        return starts.length - 1;
    }

    /** The number of a user's events. */
    public int count(int user) {
        return starts[user + 1] - starts[user];
    }

    /** A user's items, oldest first; a copy. */
    public int[] of(int user) {
        return Arrays.copyOfRange(items, starts[user], starts[user + 1]);
    }

    /** The times of a user's items; a copy, empty where the data has no times. */
    public long[] timesOf(int user) {
        return times.length == 0 ? times.clone() : Arrays.copyOfRange(times, starts[user], starts[user + 1]);
    }
}
