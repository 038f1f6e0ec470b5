package org.tandemrec.data;

/**
 * Some rows in the order in which they came, in columns as narrow as they allow.
 *
 * @param users the users; the array's length is the number of rows
 * @param items the items
 * @param ratings the ratings
 * @param times the times
 */
record RowBlock(int[] users, ItemColumn items, RatingColumn ratings, TimeColumn times) {
    /** The number of rows. */
    int size() {
        return users.length;
    }

    /** The same rows, whose users and items are ids, over the dense numbers of these ids; new ids get the next numbers. */
    RowBlock numbered(NumberTable userIds, NumberTable itemIds) {
        int[] numberedUsers = new int[users.length];
        int[] numberedItems = new int[users.length];
        boolean narrow = true;
        int lastId = 0; // ids are positive
        int lastItem = 0;
        for (int row = 0; row < users.length; row++) {
            numberedUsers[row] = userIds.number(users[row]);
            int id = items.get(row);
            if (id != lastId) { // rows often lie item by item
                lastId = id;
                lastItem = itemIds.number(id);
                narrow &= ItemColumn.isNarrow(lastItem);
            }
            numberedItems[row] = lastItem;
        }
        ItemColumn column = new ItemColumn(users.length, narrow);
        for (int row = 0; row < users.length; row++) {
            column.set(row, numberedItems[row]);
        }
        return new RowBlock(numberedUsers, column, ratings, times);
    }
}
