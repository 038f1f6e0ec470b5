package org.tandemrec.server.live;

import java.util.Arrays;
import java.util.List;
import org.tandemrec.server.store.History;
import org.tandemrec.server.store.StoredEvent;

/**
 * A user's events by time, those of one time as they were committed; future ones at the end. Immutable.
 *
 * @param sequence the last commit that is in it
 * @param items numbers of the store
 */
record UserEvents(long sequence, int[] items, String[] types, double[] values, long[] times) {
    static final UserEvents NONE = new UserEvents(0, new int[0], new String[0], new double[0], new long[0]);

    static UserEvents of(History history) {
        List<StoredEvent> events = history.events();
        UserEvents all = withRoom(history.sequence(), events.size());
        for (int i = 0; i < all.count(); i++) {
            all.set(i, events.get(i));
        }
        return all;
    }

    private static UserEvents withRoom(long sequence, int count) {
        return new UserEvents(sequence, new int[count], new String[count], new double[count], new long[count]);
    }

    private void set(int place, StoredEvent event) {
        items[place] = event.item();
        types[place] = event.type();
        values[place] = event.value();
        times[place] = event.timeMillis();
    }

    int count() {
        return items.length;
    }

    /** How many of the first events have come by a moment. */
    int countUntil(long nowMillis) {
        int count = count();
        while (count > 0 && times[count - 1] > nowMillis) {
            count--;
        }
        return count;
    }

    /** Where a new event takes its place: after all of its time. */
    int placeOf(StoredEvent event) {
        return countUntil(event.timeMillis());
    }

    /** The same with one more event. */
    UserEvents with(StoredEvent event) {
        int place = placeOf(event);
        int count = count();
        UserEvents more = new UserEvents(
                event.sequence(),
                Arrays.copyOf(items, count + 1),
                Arrays.copyOf(types, count + 1),
                Arrays.copyOf(values, count + 1),
                Arrays.copyOf(times, count + 1));
        if (place < count) {
            System.arraycopy(items, place, more.items, place + 1, count - place);
            System.arraycopy(types, place, more.types, place + 1, count - place);
            System.arraycopy(values, place, more.values, place + 1, count - place);
            System.arraycopy(times, place, more.times, place + 1, count - place);
        }
        more.set(place, event);
        return more;
    }

    /** About how many bytes it takes; types are shared. */
    int bytes() {
        return 128 + 24 * count();
    }
}
