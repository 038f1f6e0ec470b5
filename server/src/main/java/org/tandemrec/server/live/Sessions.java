package org.tandemrec.server.live;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tandemrec.bundle.Histories;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.recommend.LiveModel;
import org.tandemrec.server.live.Catalogue.Listing;
import org.tandemrec.server.store.Feedback;

/** Subjects that are in no store: visitors without a name, and users as the bundle knows them. */
final class Sessions {
    private final Catalogue catalogue;
    private final LiveConfig config;

    Sessions(Catalogue catalogue, LiveConfig config) {
        this.catalogue = catalogue;
        this.config = config;
    }

    /** Someone of whom these events are known, in the order of their times. */
    Subject of(Serving serving, List<Feedback> session) {
        List<Feedback> sorted = session.stream()
                .sorted(Comparator.comparingLong(Feedback::timeMillis))
                .toList();
        int[] items = new int[sorted.size()];
        float[] ratings = new float[items.length];
        long[] times = new long[items.length];
        int[] seen = new int[items.length];
        int[] seenNew = new int[items.length];
        int learned = 0;
        int seenCount = 0;
        int newCount = 0;
        for (Feedback event : sorted) {
            int item = serving.served().bundle().items().indexOf(event.itemId());
            if (item >= 0 && config.learns(event.type())) {
                items[learned] = item;
                ratings[learned] = UserEntry.rating(event.value());
                times[learned++] = event.timeMillis();
            }
            Listing listing = catalogue.find(event.itemId());
            if (config.excludes(event.type()) && item >= 0) {
                seen[seenCount++] = item;
            } else if (config.excludes(event.type()) && listing != null) {
                seenNew[newCount++] = listing.number();
            }
        }
        LiveModel model = serving.served().model();
        int[] numbers = Arrays.copyOf(seenNew, newCount);
        Arrays.sort(numbers);
        return new Subject(
                model.replay(
                        Query.UNKNOWN_USER,
                        Arrays.copyOf(items, learned),
                        Arrays.copyOf(ratings, learned),
                        Arrays.copyOf(times, learned)),
                Arrays.copyOf(seen, seenCount),
                numbers);
    }

    /** A user as training left them. */
    Subject asTrained(Serving serving, String userId) {
        int user = serving.served().bundle().users().indexOf(userId);
        Histories histories = serving.served().bundle().histories();
        int[] items = user < 0 ? new int[0] : histories.of(user);
        long[] times = new long[items.length];
        Arrays.fill(times, Session.UNTIMED);
        if (items.length > 0 && histories.times().length > 0) {
            times = histories.timesOf(user);
        }
        float[] ratings = new float[items.length];
        Arrays.fill(ratings, Float.NaN);
        return new Subject(serving.served().model().replay(user, items, ratings, times), items, new int[0]);
    }
}
