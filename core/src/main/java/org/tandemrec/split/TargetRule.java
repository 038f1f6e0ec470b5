package org.tandemrec.split;

import org.tandemrec.base.NamedValue;

/** Which test interactions of a user are predicted, and from which history. Its text form is what {@link #parse} reads. */
public enum TargetRule {
    /** The user's last test interaction alone, on everything before it, earlier test interactions included. */
    LAST("last"),
    /** Each test interaction in turn, on everything before it: the history grows with the true earlier ones. */
    SUCCESSIVE("successive"),
    /** All test interactions at once, on the training history: one list a user, with several relevant items. */
    ALL("all");

    private final String text;

    TargetRule(String text) {
        this.text = text;
    }

    /**
     * Reads {@code last}, {@code successive} or {@code all}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static TargetRule parse(String text) {
        return NamedValue.parse(TargetRule.class, text, "the rule for targets is one of");
    }

    /** The number of lists of a user: how often all items are ranked; 0 for a user without a target. */
    public int lists(Split split, int user) {
        return this == SUCCESSIVE ? split.targetCount(user) : Math.min(1, split.targetCount(user));
    }

    /** The number of lists of all users. */
    public int lists(Split split) {
        return this == SUCCESSIVE ? split.targetCount() : split.usersWithTarget();
    }

    /** The first target row of a user's first list, the row after the last one of its history; of a user with a target. */
    public int firstRow(Split split, int user) {
        return this == LAST ? split.all().end(user) - 1 : split.train().end(user);
    }

    /** The row after the last target of the list that starts at {@code row}. */
    public int endRow(Split split, int user, int row) {
        return this == ALL ? split.all().end(user) : row + 1;
    }

    @Override
    public String toString() {
        return text;
    }
}
