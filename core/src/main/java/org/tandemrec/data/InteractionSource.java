package org.tandemrec.data;

/**
 * Something that interactions come from: a table or the files of the Netflix Prize; other files and databases take the same role.
 *
 * <p>A source knows after opening whether it has ratings and times. It hands its events over once, in the order in which they
 * lie there.
 */
interface InteractionSource {
    /** Whether events have ratings. */
    boolean hasRatings();

    /** Whether events have times; where not, their order is the sequence. */
    boolean hasTimes();

    /** Whether events lie there in an order, so that they come in the same one each time. */
    default boolean isOrdered() {
        return true;
    }

    /** How events of a user at the same time are ordered. */
    TieRule tieRule();

    /**
     * Returns all events.
     *
     * @throws DataException if the source is broken, or has a bad line and {@code badLines} stops at it
     */
    Events read(BadLines badLines);
}
