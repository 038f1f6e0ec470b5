package org.tandemrec.eval;

/**
 * Where one list is summed up: its bins, and for each which of its relevant items count there. Not safe for use by several threads.
 */
final class Bins {
    private final Slices slices;
    private final Popularity popularity;
    private final int[] bin = new int[4];
    private final int[] part = new int[4];
    private int count;

    Bins(Slices slices, Popularity popularity) {
        this.slices = slices;
        this.popularity = popularity;
    }

    /** Sets the list. */
    void set(int history, Relevant relevant) {
        count = 0;
        add(0, Places.WHOLE);
        if (slices.historyBin(history) > 0) {
            add(slices.historyBin(history), Places.WHOLE);
        }
        if (!slices.areByPopularity()) {
            return;
        }
        int head = 0;
        for (int i = 0; i < relevant.count(); i++) {
            head += popularity.part(relevant.item(i)) == Popularity.HEAD ? 1 : 0;
        }
        if (head == 0 || head == relevant.count()) {
            add(slices.popularityBin(head > 0 ? Popularity.HEAD : Popularity.TAIL), Places.WHOLE);
        } else {
            add(slices.popularityBin(Popularity.HEAD), Popularity.HEAD);
            add(slices.popularityBin(Popularity.TAIL), Popularity.TAIL);
        }
    }

    private void add(int place, int relevantPart) {
        bin[count] = place;
        part[count++] = relevantPart;
    }

    /** The number of bins. */
    int count() {
        return count;
    }

    /** A bin. */
    int bin(int index) {
        return bin[index];
    }

    /** The part by popularity whose relevant items count there, or {@link Places#WHOLE}. */
    int part(int index) {
        return part[index];
    }
}
