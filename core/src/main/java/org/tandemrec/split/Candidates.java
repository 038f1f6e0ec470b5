package org.tandemrec.split;

import java.util.Arrays;
import org.tandemrec.data.Interactions;

/** The items a model may rank: those with at least one training event. */
public final class Candidates {
    private final int[] items;
    private final boolean[] member;

    private Candidates(int[] items, boolean[] member) {
        this.items = items;
        this.member = member;
    }

    /** Returns the candidates of a training part. */
    public static Candidates of(Interactions train) {
        return ofCounts(train.itemCounts());
    }

    /** Returns the items whose count is positive. */
    public static Candidates ofCounts(int[] itemCounts) {
        boolean[] member = new boolean[itemCounts.length];
        int[] items = new int[itemCounts.length];
        int size = 0;
        for (int item = 0; item < itemCounts.length; item++) {
            if (itemCounts[item] > 0) {
                member[item] = true;
                items[size++] = item;
            }
        }
        return new Candidates(Arrays.copyOf(items, size), member);
    }

    /** The number of candidates. */
    public int size() {
        return items.length;
    }

    /** The candidate of a place in ascending order. */
    public int item(int place) {
        return items[place];
    }

    /** Writes the candidates' values among those of all items, which start at {@code offset}, to {@code gathered}. */
    public void gather(float[] values, int offset, float[] gathered) {
        for (int place = 0; place < items.length; place++) {
            gathered[place] = values[offset + items[place]];
        }
    }

    /** Whether an item is a candidate. */
    public boolean contains(int item) {
        return member[item];
    }

    /** All candidates, ascending; a copy. */
    public int[] items() {
        return items.clone();
    }
}
