package org.tandemrec.data;

/**
 * What an {@link InteractionSource} holds: rows over dense numbers, and the ids behind the numbers.
 *
 * @param rows all rows, not yet sorted
 * @param users the ids of users
 * @param items the ids of items
 */
record Events(Interactions.Builder rows, Vocabulary users, Vocabulary items) {
    /** Sorts the rows. */
    Interactions interactions() {
        return rows.build(users.size(), items.size());
    }
}
