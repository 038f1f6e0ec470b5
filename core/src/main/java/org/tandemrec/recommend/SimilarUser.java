package org.tandemrec.recommend;

/**
 * A user who resembles another one.
 *
 * @param userId the raw id
 * @param cosine the cosine of the angle between the users' vectors, from -1 to 1
 */
public record SimilarUser(String userId, float cosine) {}
