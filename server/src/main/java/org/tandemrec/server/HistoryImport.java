package org.tandemrec.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.Histories;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.Model;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.Item;

/** What an empty event store is filled with when a server starts for the first time. Titles become comments of the items. */
final class HistoryImport {
    /** The feedback type of what is imported. */
    static final String TYPE = "history";

    private static final int ITEMS_AT_ONCE = 5_000;
    private static final long MILLIS_APART = 1_000;
    private static final String NO_LABELS = "null";

    private HistoryImport() {}

    /**
     * Imports the histories in a bundle, in one commit. Where it keeps no times, the events of a user are a second apart and the last one
     * is as old as the bundle.
     *
     * @return the number of events
     * @throws ConfigException if the model learned from ratings, of which a bundle keeps none
     */
    static long of(Bundle bundle, EventStore store) {
        if (learnsRatings(bundle.model())) {
            throw new ConfigException("the event store is empty, and a bundle keeps no ratings, which its model "
                    + bundle.manifest().kind() + " learns from; give --import DATA with the ratings, or --import none");
        }
        Histories histories = bundle.histories();
        long end = bundle.manifest().provenance().created().toEpochMilli();
        Vocabulary items = bundle.items();
        putItems(items, bundle.titles(), end, store);
        boolean timed = histories.times().length > 0;
        return store.importAll(IntStream.range(0, histories.userCount())
                .boxed()
                .flatMap(user -> IntStream.range(histories.starts()[user], histories.starts()[user + 1])
                        .mapToObj(event -> feedback(
                                bundle.users().id(user),
                                items.id(histories.items()[event]),
                                0,
                                timed
                                        ? histories.times()[event]
                                        : secondsBefore(end, histories.starts()[user + 1] - 1 - event))))
                .iterator());
    }

    /**
     * Imports data, in one commit. Where it has no times, the events of a user are a second apart and the last one is at {@code end}.
     *
     * @return the number of events
     */
    static long of(Dataset dataset, EventStore store, long end) {
        Interactions all = dataset.interactions();
        putItems(dataset.items(), dataset.titles(), end, store);
        return store.importAll(IntStream.range(0, all.userCount())
                .boxed()
                .flatMap(user -> IntStream.range(all.start(user), all.end(user))
                        .mapToObj(row -> feedback(
                                dataset.users().id(user),
                                dataset.items().id(all.item(row)),
                                all.hasRatings() ? all.rating(row) : 0,
                                all.hasTimes() ? all.timeMillis(row) : secondsBefore(end, all.end(user) - 1 - row))))
                .iterator());
    }

    private static boolean learnsRatings(Model model) {
        return model instanceof Fusion fusion
                ? fusion.parts().stream().anyMatch(HistoryImport::learnsRatings)
                : model.predictsRatings();
    }

    private static Feedback feedback(String userId, String itemId, double value, long time) {
        return new Feedback(TYPE, userId, itemId, value, time, NO_LABELS, "");
    }

    private static long secondsBefore(long end, int seconds) {
        return end - MILLIS_APART * seconds;
    }

    private static void putItems(Vocabulary ids, Map<String, String> titles, long since, EventStore store) {
        List<Item> items = new ArrayList<>();
        for (int item = 0; item < ids.size(); item++) {
            String itemId = ids.id(item);
            items.add(new Item(itemId, false, List.of(), since, NO_LABELS, titles.getOrDefault(itemId, "")));
            if (items.size() == ITEMS_AT_ONCE || item == ids.size() - 1) {
                store.putItems(items);
                items.clear();
            }
        }
    }
}
