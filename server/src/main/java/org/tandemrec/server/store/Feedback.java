package org.tandemrec.server.store;

/**
 * Something that a user did with an item.
 *
 * @param type the feedback type, for example {@code click}
 * @param userId the raw id of the user
 * @param itemId the raw id of the item
 * @param value how much, for example stars; 0 where nothing is said
 * @param timeMillis when, in milliseconds since 1970; may lie in the future (a delayed write-back)
 * @param labels any JSON value, as its text
 * @param comment free text
 */
public record Feedback(
        String type, String userId, String itemId, double value, long timeMillis, String labels, String comment) {}
