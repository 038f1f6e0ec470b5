package org.tandemrec.eval;

/** How much there is to take means over, by bin and user: the same for every contender. Users of different threads are different. */
final class ListCounts {
    /** The lists, [bin][user]. */
    final int[][] lists;
    /** Their relevant items, [bin][user]. */
    final int[][] relevant;
    /** Their targets with repeats, those with ratings to predict, [bin][user]. */
    final int[][] ratings;
    /** Their entries, targets and negatives, [rule][bin][user]; none for rules without sampled lists. */
    final int[][][] entries;

    ListCounts(int bins, int users, boolean[] hasEntries) {
        this.lists = new int[bins][users];
        this.relevant = new int[bins][users];
        this.ratings = new int[bins][users];
        this.entries = new int[hasEntries.length][][];
        for (int rule = 0; rule < hasEntries.length; rule++) {
            entries[rule] = new int[hasEntries[rule] ? bins : 0][users];
        }
    }
}
