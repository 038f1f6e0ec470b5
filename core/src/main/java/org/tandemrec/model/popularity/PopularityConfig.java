package org.tandemrec.model.popularity;

import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;

/** The settings of {@link PopularityTrainer}. */
public record PopularityConfig(
        @Choice({"events", "users"}) @Description("what is counted of an item")
        Counting counting) {
    /** What is counted. */
    public enum Counting {
        /** Every training event. */
        EVENTS,
        /** Every user with a training event of the item, once. */
        USERS
    }

    /** Counts events. */
    public static final PopularityConfig DEFAULT = new PopularityConfig(Counting.EVENTS);
}
