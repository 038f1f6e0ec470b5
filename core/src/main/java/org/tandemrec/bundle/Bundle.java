package org.tandemrec.bundle;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.tandemrec.base.Check;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.Model;

/**
 * A trained model with all that recommending needs, so that the data is not needed any more.
 *
 * @param model the model
 * @param manifest what it says about itself
 * @param users raw user ids
 * @param items raw item ids
 * @param titles titles by raw item id, of items that have one
 * @param itemCounts training events of every item; those with at least one are the candidates
 * @param histories the users' training events
 */
public record Bundle(
        Model model,
        Manifest manifest,
        Vocabulary users,
        Vocabulary items,
        Map<String, String> titles,
        int[] itemCounts,
        Histories histories) {
    /**
     * Checks that all parts are of the same kind, users and items.
     *
     * @throws IllegalArgumentException if they are not
     */
    public Bundle {
        Check.argument(
                manifest.kind().equals(model.kind()),
                "the manifest is of a model of kind %s, but the model is of kind %s",
                manifest.kind(),
                model.kind());
        if (model.userCount() != 0) { // else it knows users by their histories alone
            requireSame("users", users.size(), model.userCount(), "the model");
        }
        requireSame("users", users.size(), histories.userCount(), "the histories");
        requireSame("items", items.size(), model.itemCount(), "the model");
        requireSame("items", items.size(), itemCounts.length, "the item counts");
        for (int item : histories.items()) {
            Check.argument(
                    item >= 0 && item < items.size(),
                    "a history has item number %d, but there are %d items",
                    item,
                    items.size());
        }
        titles = Collections.unmodifiableMap(titles);
    }

    /** The bundle of a model that was trained on {@code training}, a part of the data set. */
    public static Bundle of(Model model, Manifest manifest, Dataset dataset, Interactions training) {
        return of(model, manifest, dataset, training, training);
    }

    /**
     * The bundle of a model that learned from a part of its training data, since the rest chose its best epoch.
     *
     * @param training what the users' histories are made of
     * @param learned what the model learned from: items without an event there are no candidates
     */
    public static Bundle of(
            Model model, Manifest manifest, Dataset dataset, Interactions training, Interactions learned) {
        Map<String, String> titles = new HashMap<>(dataset.titles());
        titles.keySet().removeIf(itemId -> dataset.items().indexOf(itemId) < 0);
        return new Bundle(
                model,
                manifest,
                dataset.users(),
                dataset.items(),
                titles,
                learned.itemCounts(),
                Histories.of(training, model.readsTimes()));
    }

    /** The title of an item, or its raw id where it has none. */
    public String title(int item) {
        String itemId = items.id(item);
        return titles.getOrDefault(itemId, itemId);
    }

    private static void requireSame(String what, int ids, int other, String owner) {
        Check.argument(ids == other, "there are ids of %d %s, but %s has %d", ids, what, owner, other);
    }
}
