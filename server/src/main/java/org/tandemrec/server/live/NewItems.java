package org.tandemrec.server.live;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tandemrec.server.live.Catalogue.Listing;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.FeedbackQuery;

/**
 * Brings items that one model does not know into its lists: once enough users whom it knows have taken an item, its long-term factors
 * are folded in, and again whenever its events have grown by a quarter.
 */
final class NewItems {
    private static final int GROWTH = 4;

    private final EventStore store;
    private final Catalogue catalogue;
    private final LiveConfig config;
    private final ServedModel served;
    private final ItemIndex items;
    private final Background background;
    private final Set<Integer> due = ConcurrentHashMap.newKeySet();
    /* How many events an item had when its users were counted last. */
    private final Map<Integer, Long> looked = new ConcurrentHashMap<>();

    NewItems(
            EventStore store,
            Catalogue catalogue,
            LiveConfig config,
            ServedModel served,
            ItemIndex items,
            Background background) {
        this.store = store;
        this.catalogue = catalogue;
        this.config = config;
        this.served = served;
        this.items = items;
        this.background = background;
    }

    /** Looks at all items some time later. */
    void start() {
        for (int number = 0; number < catalogue.numbers(); number++) {
            note(number);
        }
    }

    /** Looks at an item that has one more event some time later, if that may change anything. */
    void note(int number) {
        Listing listing = catalogue.find(number);
        if (listing == null || items.dense(number) != ItemIndex.UNKNOWN) {
            return;
        }
        long events = listing.events();
        long last = looked.getOrDefault(number, 0L);
        if (events >= config.newItemUsers() && events >= last + Math.max(1, last / GROWTH) && due.add(number)) {
            background.offer(this::look);
        }
    }

    private void look() {
        for (Integer number : List.copyOf(due)) {
            Listing listing = catalogue.find(number);
            if (listing != null) {
                long events = listing.events();
                fold(listing);
                looked.put(number, events);
            }
            due.remove(number);
        }
    }

    private void fold(Listing listing) {
        Map<Integer, Float> takers = new LinkedHashMap<>();
        boolean rated = served.model().foldsInRatings();
        for (Feedback feedback : store.latestFeedback(new FeedbackQuery(null, null, listing.id()))) {
            int user = served.bundle().users().indexOf(feedback.userId());
            float rating = UserEntry.rating(feedback.value());
            if (user >= 0 && config.learns(feedback.type()) && !(rated && Float.isNaN(rating))) {
                takers.putIfAbsent(user, rating);
            }
        }
        if (takers.size() < config.newItemUsers()) {
            return;
        }
        int[] users = new int[takers.size()];
        float[] ratings = new float[users.length];
        int count = 0;
        for (Map.Entry<Integer, Float> taker : takers.entrySet()) {
            users[count] = taker.getKey();
            ratings[count++] = taker.getValue();
        }
        float[] factors = served.model().foldInItem(users, ratings);
        if (factors != null) {
            items.fold(listing, factors);
        }
    }
}
