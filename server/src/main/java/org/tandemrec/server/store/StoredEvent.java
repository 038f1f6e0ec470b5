package org.tandemrec.server.store;

/**
 * An event that is committed.
 *
 * @param sequence its place in the order of commits, ascending without end
 * @param userId the raw id of the user
 * @param item the number of the item ({@link StoredItem#number})
 * @param type the feedback type
 * @param value how much
 * @param timeMillis when
 */
public record StoredEvent(long sequence, String userId, int item, String type, double value, long timeMillis) {}
