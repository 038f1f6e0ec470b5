package org.tandemrec.server.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.server.live.Catalogue.Listing;
import org.tandemrec.split.Candidates;

/** The items of the store as one model knows them, and those that it does not know but has folded in. */
final class ItemIndex {
    /** A number of an item that the model does not know. */
    static final int UNKNOWN = -1;

    private final ServedModel served;
    private final Catalogue catalogue;
    private final boolean onlyStored;
    private final int[] dense;
    private volatile List<Folded> folded = List.of();
    private volatile @Nullable Snapshot snapshot;
    private long snapshots;

    /** An item that training did not see, with its long-term factors. */
    record Folded(Listing listing, float[] factors) {}

    /**
     * The items that may be listed at a moment.
     *
     * @param number tells it from every other one of the same model
     * @param version of the catalogue that it shows
     * @param count how many of the model's items may be listed
     * @param listed by dense item, whether it may be
     * @param listings by dense item, what the store knows of it
     * @param hidden model items that would be listed if they were not hidden
     */
    record Snapshot(
            long number,
            int version,
            int count,
            boolean[] listed,
            @Nullable Listing[] listings,
            int[] hidden,
            List<Folded> folded) {}

    ItemIndex(ServedModel served, Catalogue catalogue, boolean onlyStored) {
        this.served = served;
        this.catalogue = catalogue;
        this.onlyStored = onlyStored;
        this.dense = new int[catalogue.numbers()];
        Arrays.setAll(dense, this::lookUp);
    }

    private int lookUp(int number) {
        Listing listing = catalogue.find(number);
        return listing == null ? UNKNOWN : served.bundle().items().indexOf(listing.id());
    }

    /** The model's number of an item of the store, or {@link #UNKNOWN}. */
    int dense(int number) {
        return number < dense.length && dense[number] >= 0 ? dense[number] : lookUp(number);
    }

    /** Which items may be listed right now. */
    Snapshot snapshot() {
        Snapshot latest = snapshot;
        return latest != null && latest.version() == catalogue.version() ? latest : renew();
    }

    private synchronized Snapshot renew() {
        int version = catalogue.version();
        Vocabulary ids = served.bundle().items();
        Candidates candidates = served.model().candidates();
        boolean[] listed = new boolean[ids.size()];
        int[] hidden = new int[candidates.size()];
        @Nullable Listing[] listings = new Listing[ids.size()];
        int count = 0;
        int hiddenCount = 0;
        for (int place = 0; place < candidates.size(); place++) {
            int item = candidates.item(place);
            Listing listing = catalogue.find(ids.id(item));
            if (listing == null
                    ? onlyStored || catalogue.isDeleted(ids.id(item))
                    : listing.facts().hidden()) {
                if (listing != null) {
                    hidden[hiddenCount++] = item;
                }
            } else {
                listings[item] = listing;
                listed[item] = true;
                count++;
            }
        }
        List<Folded> shown = folded.stream()
                .filter(item -> catalogue.find(item.listing().number()) != null
                        && !item.listing().facts().hidden())
                .toList();
        Snapshot renewed =
                new Snapshot(++snapshots, version, count, listed, listings, Arrays.copyOf(hidden, hiddenCount), shown);
        snapshot = renewed;
        return renewed;
    }

    /** Lists an item that training did not see, or lists it with other factors. */
    synchronized void fold(Listing listing, float[] factors) {
        List<Folded> more = new ArrayList<>(folded);
        more.removeIf(item -> item.listing().number() == listing.number());
        more.add(new Folded(listing, factors));
        folded = List.copyOf(more);
        snapshot = null;
    }

    /** The raw id of an item of a {@link Ranking}. */
    String id(int item) {
        return item >= 0 ? served.bundle().items().id(item) : known(~item).id();
    }

    /** The title of an item of a {@link Ranking}, or its id where there is none. */
    String title(int item) {
        return item >= 0
                ? title(catalogue.find(id(item)), id(item))
                : title(known(~item), known(~item).id());
    }

    /** The title of an item: the store's, else the model's, else the id. */
    String title(@Nullable Listing listing, String id) {
        return listing == null || listing.facts().title().isEmpty()
                ? served.bundle().titles().getOrDefault(id, id)
                : listing.facts().title();
    }

    private Listing known(int number) {
        Listing listing = catalogue.find(number);
        return listing != null ? listing : foldedListing(number);
    }

    private Listing foldedListing(int number) {
        return folded.stream()
                .map(Folded::listing)
                .filter(listing -> listing.number() == number)
                .findFirst()
                .orElseThrow();
    }
}
