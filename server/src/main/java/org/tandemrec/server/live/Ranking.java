package org.tandemrec.server.live;

/**
 * Items in order, the best first. An item is a dense one of the model, or ~number of an item of the store that training did not see.
 *
 * @param complete whether there are no further items
 */
record Ranking(int[] items, float[] scores, float[] longTerm, float[] shortTerm, boolean complete) {
    int count() {
        return items.length;
    }

    int bytes() {
        return 96 + 16 * count();
    }
}
