package org.tandemrec.split;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;

/**
 * Filters one after another, each on what the one before it keeps. Their text form is what {@link #parse} reads.
 *
 * @param filters the filters in their order; empty for all data
 */
public record Filters(List<Filter> filters) {
    /** The data as it is. */
    public static final Filters NONE = new Filters(List.of());

    private static final String NONE_TEXT = "none";

    /** Copies the list. */
    public Filters {
        filters = List.copyOf(filters);
    }

    /**
     * Reads {@code none} or filters with commas between them, for example {@code k-core(5),min-length(10)}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static Filters parse(String text) {
        if (text.strip().equals(NONE_TEXT)) {
            return NONE;
        }
        return new Filters(Arrays.stream(text.split(",", -1)).map(Filter::parse).toList());
    }

    /** Whether the data stays as it is. */
    public boolean isNone() {
        return filters.isEmpty();
    }

    /**
     * Returns the interactions that all filters keep.
     *
     * @throws IllegalArgumentException if there were some and none is left
     */
    public Interactions apply(Interactions all) {
        Interactions kept = all;
        for (Filter filter : filters) {
            kept = filter.apply(kept);
        }
        Check.argument(
                all.size() == 0 || kept.size() > 0,
                "the filter %s leaves none of %d interactions; choose a smaller number",
                this,
                all.size());
        return kept;
    }

    /** What was kept, for people: of how many interactions, users and items. */
    public String described(Interactions all, Interactions kept) {
        return String.format(
                Locale.ROOT,
                "the filter %s keeps %,d of %,d interactions, %,d of %,d users and %,d of %,d items",
                this,
                kept.size(),
                all.size(),
                users(kept),
                users(all),
                Candidates.of(kept).size(),
                Candidates.of(all).size());
    }

    /** A split of filtered data as results name it, for example {@code leave-last-out of k-core(5)}; the split's name without a filter. */
    public String named(String split) {
        return isNone() ? split : split + " of " + this;
    }

    private static int users(Interactions part) {
        int users = 0;
        for (int user = 0; user < part.userCount(); user++) {
            users += part.count(user) > 0 ? 1 : 0;
        }
        return users;
    }

    @Override
    public String toString() {
        return isNone() ? NONE_TEXT : filters.stream().map(Filter::toString).collect(Collectors.joining(","));
    }
}
