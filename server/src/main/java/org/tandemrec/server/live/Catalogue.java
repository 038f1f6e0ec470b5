package org.tandemrec.server.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.tandemrec.server.store.Item;
import org.tandemrec.server.store.StoredItem;

/** The items of the store in memory, by number and by id. Read by any number of threads while one changes it. */
final class Catalogue {
    private static final Comparator<Keyed> WORST_FIRST =
            Comparator.comparingLong(Keyed::key).thenComparingInt(keyed -> -keyed.listing.number);

    private final ConcurrentHashMap<String, Listing> byId = new ConcurrentHashMap<>();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger version = new AtomicInteger();
    private volatile @Nullable Listing[] byNumber = new Listing[0];

    /** An item of the store. */
    static final class Listing {
        private final int number;
        private final String id;
        private final AtomicLong events;
        private volatile Facts facts;

        private Listing(int number, String id, long events, Facts facts) {
            this.number = number;
            this.id = id;
            this.events = new AtomicLong(events);
            this.facts = facts;
        }

        int number() {
            return number;
        }

        String id() {
            return id;
        }

        long events() {
            return events.get();
        }

        Facts facts() {
            return facts;
        }

        /** Whether it is in all of some categories. */
        boolean isIn(List<String> categories) {
            return categories.isEmpty() || facts.categories.containsAll(categories);
        }
    }

    /**
     * What clients said of an item.
     *
     * @param title the comment; empty where there is none
     * @param sought what searches look at, in lower case
     */
    record Facts(boolean hidden, Set<String> categories, long timeMillis, String title, String sought) {
        static Facts of(Item item) {
            String sought = (item.comment() + '\n' + item.itemId()).toLowerCase(Locale.ROOT);
            return new Facts(
                    item.hidden(),
                    Set.copyOf(new HashSet<>(item.categories())),
                    item.timeMillis(),
                    item.comment(),
                    sought);
        }
    }

    /** Takes over an item as it is in the store, with the number of its events before those that follow. */
    synchronized void put(StoredItem stored) {
        String id = stored.item().itemId();
        Facts facts = Facts.of(stored.item());
        Listing known = find(stored.number());
        if (known != null) {
            boolean same = known.facts.hidden() == facts.hidden();
            known.facts = facts;
            known.events.set(stored.events());
            if (!same) {
                version.incrementAndGet();
            }
            return;
        }
        Listing added = new Listing(stored.number(), id, stored.events(), facts);
        Listing[] numbers = byNumber;
        if (stored.number() >= numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(64, Math.max(stored.number() + 1, numbers.length * 3 / 2)));
        }
        numbers[stored.number()] = added;
        byNumber = numbers;
        byId.put(id, added);
        deleted.remove(id);
        version.incrementAndGet();
    }

    /** Forgets an item. */
    synchronized void delete(int number) {
        Listing gone = find(number);
        if (gone != null) {
            Listing[] numbers = byNumber.clone();
            numbers[number] = null;
            byNumber = numbers;
            byId.remove(gone.id, gone);
            deleted.add(gone.id);
            version.incrementAndGet();
        }
    }

    /** Counts an event of an item. */
    void count(int number) {
        Listing listing = find(number);
        if (listing != null) {
            listing.events.incrementAndGet();
        }
    }

    /** Changes whenever an item comes, goes, is hidden or is shown. */
    int version() {
        return version.get();
    }

    /** One more than the largest number. */
    int numbers() {
        return byNumber.length;
    }

    /** The item of a number, if it is known. */
    @Nullable
    Listing find(int number) {
        Listing[] numbers = byNumber;
        return number < numbers.length ? numbers[number] : null;
    }

    /** The item of an id, if it is known. */
    @Nullable
    Listing find(String id) {
        return byId.get(id);
    }

    /** Whether an item was deleted since the start. */
    boolean isDeleted(String id) {
        return deleted.contains(id);
    }

    /** The newest items that are not hidden, the newest first. */
    List<Listing> latest(int count, Predicate<Listing> filter) {
        return top(listing -> listing.facts.timeMillis(), count, filter);
    }

    /** The items that are not hidden with the most events, at least one. */
    List<Listing> popular(int count, Predicate<Listing> filter) {
        return top(Listing::events, count, listing -> listing.events() > 0 && filter.test(listing));
    }

    /** The most popular items that are not hidden, those without events included. */
    List<Listing> mostPopular(int count, Predicate<Listing> filter) {
        return top(Listing::events, count, filter);
    }

    /** The items of the largest keys, of equal ones the first known. */
    private List<Listing> top(ToLongFunction<Listing> key, int count, Predicate<Listing> filter) {
        if (count == 0) {
            return List.of();
        }
        PriorityQueue<Keyed> best = new PriorityQueue<>(WORST_FIRST);
        for (Listing listing : byNumber) {
            if (listing == null || listing.facts.hidden()) {
                continue;
            }
            Keyed next = new Keyed(listing, key.applyAsLong(listing));
            if ((best.size() < count || WORST_FIRST.compare(next, best.element()) > 0) && filter.test(listing)) {
                best.add(next);
                if (best.size() > count) {
                    best.remove();
                }
            }
        }
        List<Listing> list = new ArrayList<>(best.size());
        while (!best.isEmpty()) {
            list.add(best.remove().listing);
        }
        return list.reversed();
    }

    /** An item with the key that it had when it was looked at. */
    private record Keyed(Listing listing, long key) {}
}
