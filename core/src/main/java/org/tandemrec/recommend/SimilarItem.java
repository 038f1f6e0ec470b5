package org.tandemrec.recommend;

/**
 * An item that resembles another one.
 *
 * @param itemId the raw id
 * @param title the title, or the raw id where there is none
 * @param cosine the cosine of the angle between the items' vectors, from -1 to 1
 */
public record SimilarItem(String itemId, String title, float cosine) {}
