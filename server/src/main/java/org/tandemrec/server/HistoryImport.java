package org.tandemrec.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.Histories;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.Model;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.Item;

/** What an empty event store is filled with when a server starts for the first time. Titles become comments of the items. */
final class HistoryImport {
    /** The feedback type of what is imported. */
    static final String TYPE = "history";

    private static final int BATCH = 5_000;
    private static final long MILLIS_APART = 1_000;
    private static final String NO_LABELS = "null";

    private final EventStore store;
    private final List<Feedback> waiting = new ArrayList<>();
    private long events;

    private HistoryImport(EventStore store) {
        this.store = store;
    }

    /**
     * Imports the histories in a bundle. Where it keeps no times, the events of a user are a second apart and the last one is as old as
     * the bundle.
     *
     * @return the number of events
     * @throws ConfigException if the model learned from ratings, of which a bundle keeps none
     */
    static long of(Bundle bundle, EventStore store) {
        if (learnsRatings(bundle.model())) {
            throw new ConfigException("the event store is empty, and a bundle keeps no ratings, which its model "
                    + bundle.manifest().kind() + " learns from; give --import DATA with the ratings, or --import none");
        }
        HistoryImport run = new HistoryImport(store);
        Histories histories = bundle.histories();
        long end = bundle.manifest().provenance().created().toEpochMilli();
        run.items(bundle.items().size(), bundle.items()::id, bundle.titles(), end);
        boolean timed = histories.times().length > 0;
        for (int user = 0; user < histories.userCount(); user++) {
            String userId = bundle.users().id(user);
            int to = histories.starts()[user + 1];
            long before = Long.MIN_VALUE;
            for (int event = histories.starts()[user]; event < to; event++) {
                long time = timed ? histories.times()[event] : end - MILLIS_APART * (to - 1 - event);
                before = Math.max(time, before);
                run.event(userId, bundle.items().id(histories.items()[event]), 0, before);
            }
        }
        return run.finish();
    }

    /**
     * Imports data. Where it has no times, the events of a user are a second apart and the last one is at {@code end}.
     *
     * @return the number of events
     */
    static long of(Dataset dataset, EventStore store, long end) {
        HistoryImport run = new HistoryImport(store);
        Interactions all = dataset.interactions();
        run.items(dataset.items().size(), dataset.items()::id, dataset.titles(), end);
        for (int user = 0; user < all.userCount(); user++) {
            String userId = dataset.users().id(user);
            for (int row = all.start(user); row < all.end(user); row++) {
                long time = all.hasTimes() ? all.timeMillis(row) : end - MILLIS_APART * (all.end(user) - 1 - row);
                double value = all.hasRatings() ? all.rating(row) : 0;
                run.event(userId, dataset.items().id(all.item(row)), value, time);
            }
        }
        return run.finish();
    }

    private static boolean learnsRatings(Model model) {
        return model instanceof Fusion fusion
                ? fusion.parts().stream().anyMatch(HistoryImport::learnsRatings)
                : model.predictsRatings();
    }

    @FunctionalInterface
    private interface Ids {
        String of(int number);
    }

    private void items(int count, Ids ids, Map<String, String> titles, long since) {
        List<Item> items = new ArrayList<>();
        for (int item = 0; item < count; item++) {
            String itemId = ids.of(item);
            items.add(new Item(itemId, false, List.of(), since, NO_LABELS, titles.getOrDefault(itemId, "")));
            if (items.size() == BATCH) {
                store.putItems(items);
                items.clear();
            }
        }
        if (!items.isEmpty()) {
            store.putItems(items);
        }
    }

    private void event(String userId, String itemId, double value, long time) {
        waiting.add(new Feedback(TYPE, userId, itemId, value, time, NO_LABELS, ""));
        if (waiting.size() == BATCH) {
            flush();
        }
    }

    private void flush() {
        events += store.append(waiting, Duplicates.KEEP);
        waiting.clear();
    }

    private long finish() {
        if (!waiting.isEmpty()) {
            flush();
        }
        return events;
    }
}
