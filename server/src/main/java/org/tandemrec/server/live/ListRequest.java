package org.tandemrec.server.live;

import java.util.List;

/**
 * Which part of a list is asked for.
 *
 * @param part whose scores rank
 * @param n how many items
 * @param offset how many better ones are left out
 * @param categories an item must be in all of these; empty for any
 */
public record ListRequest(Part part, int n, int offset, List<String> categories) {
    /** Copies the categories. */
    public ListRequest {
        categories = List.copyOf(categories);
    }

    /** The scores that rank a list. */
    public enum Part {
        /** The model's own. */
        FUSED,
        /** The long-term part alone. */
        LONG_TERM,
        /** The short-term part alone. */
        SHORT_TERM
    }
}
