package org.tandemrec.eval;

import org.tandemrec.data.Interactions;
import org.tandemrec.split.Candidates;

/** The relevant items of one list: its targets without repeats, those that are candidates first. Not safe for use by several threads. */
final class Relevant {
    private final Interactions all;
    private final Candidates candidates;
    private final boolean[] taken;
    private final int[] items;
    private final float[] ratings;
    private int count;
    private int candidateCount;

    /**
     * Room for a list.
     *
     * @param most the most targets that a list has
     */
    Relevant(Interactions all, Candidates candidates, int most) {
        this.all = all;
        this.candidates = candidates;
        this.taken = new boolean[all.itemCount()];
        this.items = new int[most];
        this.ratings = new float[most];
    }

    /** Takes the targets from {@code row} to before {@code end}, the latest first; of repeats the last one's rating counts. */
    void set(int row, int end) {
        for (int i = 0; i < count; i++) {
            taken[items[i]] = false;
        }
        count = 0;
        add(row, end, true);
        candidateCount = count;
        add(row, end, false);
    }

    private void add(int row, int end, boolean areCandidates) {
        for (int r = end - 1; r >= row; r--) {
            int item = all.item(r);
            if (candidates.contains(item) == areCandidates && !taken[item]) {
                taken[item] = true;
                items[count] = item;
                ratings[count++] = all.rating(r);
            }
        }
    }

    /** The number of relevant items. */
    int count() {
        return count;
    }

    /** The number of those that are candidates, the first ones. */
    int candidateCount() {
        return candidateCount;
    }

    /** A relevant item. */
    int item(int index) {
        return items[index];
    }

    /** 2^rating − 1 (paper, eq 15). */
    double gain(int index) {
        return StrictMath.pow(2, ratings[index]) - 1;
    }

    /** Whether an item is relevant. */
    boolean contains(int item) {
        return taken[item];
    }
}
