package org.tandemrec.eval;

import java.util.List;
import org.tandemrec.base.NamedValue;

/**
 * A way to cut what is evaluated into slices, each with figures of its own. Its text form is what {@link #parse} reads; a slice is
 * named by it and a label, for example {@code activity:low}.
 */
public enum SliceRule {
    /**
     * Users by their number of training events: a third of the users with a target each. Those with the same number are in the
     * same third, the one in which the first of them falls.
     */
    ACTIVITY("activity"),
    /**
     * Targets by their number of training events: {@code head} are the fewest items, most events first, that have at least half of
     * all training events. Items with as many events as the last of them belong to it, too.
     */
    POPULARITY("popularity"),
    /** Lists by the length of the history before them. */
    HISTORY("history");

    private final String text;

    SliceRule(String text) {
        this.text = text;
    }

    /**
     * Reads {@code activity}, {@code popularity} or {@code history}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static SliceRule parse(String text) {
        return NamedValue.parse(SliceRule.class, text, "a slice is by one of");
    }

    /** The number of slices. */
    public int size() {
        return labels().size();
    }

    /** The name of a slice, for example {@code activity:low}. */
    public String name(int slice) {
        return text + ":" + labels().get(slice);
    }

    private List<String> labels() {
        return switch (this) {
            case ACTIVITY -> List.of("low", "mid", "high");
            case POPULARITY -> List.of("head", "tail");
            case HISTORY -> List.of("0-10", "11-50", "51-200", "201+");
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
