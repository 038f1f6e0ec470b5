package org.tandemrec.server.live;

/**
 * An item or a user with a score.
 *
 * @param id the raw id
 * @param score the higher, the better
 */
public record Scored(String id, double score) {}
