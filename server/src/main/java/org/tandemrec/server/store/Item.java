package org.tandemrec.server.store;

import java.util.List;

/**
 * An item as clients know it.
 *
 * @param itemId the raw id
 * @param hidden whether it is kept out of all lists
 * @param categories the categories that it is in
 * @param timeMillis since when it exists, in milliseconds since 1970
 * @param labels any JSON value, as its text
 * @param comment free text; lists show it as the title
 */
public record Item(
        String itemId, boolean hidden, List<String> categories, long timeMillis, String labels, String comment) {
    /** Copies the categories. */
    public Item {
        categories = List.copyOf(categories);
    }
}
