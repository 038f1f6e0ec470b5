package org.tandemrec.recommend;

import org.tandemrec.base.Check;

/**
 * How a list of recommendations is made.
 *
 * @param count the length of the list, at least 1; it is shorter where fewer items are left
 * @param includeSeen whether items of the user's history may be recommended again
 */
public record RecommendOptions(int count, boolean includeSeen) {
    /** Checks the count. */
    public RecommendOptions {
        Check.argument(count >= 1, "a list needs at least 1 item, but %d were asked for", count);
    }

    /** The best {@code count} unseen items. */
    public static RecommendOptions top(int count) {
        return new RecommendOptions(count, false);
    }

    /** The same with seen items. */
    public RecommendOptions withSeen() {
        return new RecommendOptions(count, true);
    }
}
