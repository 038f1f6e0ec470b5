package org.tandemrec.server.store;

import org.jspecify.annotations.Nullable;

/**
 * Which feedback is asked for; null asks for any.
 *
 * @param type the feedback type
 * @param userId the raw id of the user
 * @param itemId the raw id of the item
 */
public record FeedbackQuery(
        @Nullable String type,
        @Nullable String userId,
        @Nullable String itemId) {
    /** Any feedback. */
    public static final FeedbackQuery ALL = new FeedbackQuery(null, null, null);
}
