package org.tandemrec.server.store;

/**
 * A user as clients know them.
 *
 * @param userId the raw id
 * @param labels any JSON value, as its text; {@code null} is the text {@code "null"}
 * @param comment free text
 */
public record User(String userId, String labels, String comment) {}
