package org.tandemrec.data;

import java.util.Map;

/**
 * A data set: its interactions over dense numbers, the raw ids behind them, and the titles of items where the source has them.
 *
 * @param name what figures call it, usually the folder's name
 * @param format the source's format, for example {@code movielens-dat}
 * @param interactions the events
 * @param users raw user ids
 * @param items raw item ids
 * @param titles titles by raw item id; empty where the source has none
 */
public record Dataset(
        String name,
        String format,
        Interactions interactions,
        Vocabulary users,
        Vocabulary items,
        Map<String, String> titles) {
    /** The title of an item, or its raw id where it has none. */
    public String title(int item) {
        String itemId = items.id(item);
        return titles.getOrDefault(itemId, itemId);
    }
}
