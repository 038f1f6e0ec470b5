package org.tandemrec.data;

import java.nio.file.Path;
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
    /**
     * Reads a file, or the ratings file of a folder; the format is detected.
     *
     * @throws DataException if it cannot be read, or at its first bad line
     */
    public static Dataset read(Path path) {
        return read(path, ReadOptions.DEFAULT);
    }

    /**
     * Reads a file, or the ratings file of a folder. {@link DataReader#read} also tells how it went.
     *
     * @throws DataException if it cannot be read; the message is meant for people
     */
    public static Dataset read(Path path, ReadOptions options) {
        return DataReader.read(path, options).dataset();
    }

    /** The same data under another name. */
    public Dataset named(String newName) {
        return new Dataset(newName, format, interactions, users, items, titles);
    }

    /** The same data with other interactions of the same users and items. */
    public Dataset withInteractions(Interactions others) {
        return new Dataset(name, format, others, users, items, titles);
    }

    /** The title of an item, or its raw id where it has none. */
    public String title(int item) {
        String itemId = items.id(item);
        return titles.getOrDefault(itemId, itemId);
    }
}
