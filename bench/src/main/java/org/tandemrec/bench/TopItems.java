package org.tandemrec.bench;

/** The best items of a range of scores, best first; of equal scores the one of the lower number. */
final class TopItems {
    private final int[] items;
    private final float[] scores;
    private int size;

    TopItems(int count) {
        items = new int[count];
        scores = new float[count];
    }

    /** Finds the best of {@code from[offset … offset + n - 1]}, items 0 … n - 1; one whose score is −∞ or NaN is none of them. */
    void select(float[] from, int offset, int n) {
        size = 0;
        float worst = Float.NEGATIVE_INFINITY;
        for (int item = 0; item < n; item++) {
            float score = from[offset + item];
            if (score > worst) {
                insert(item, score);
                worst = size < items.length ? Float.NEGATIVE_INFINITY : scores[size - 1];
            }
        }
    }

    private void insert(int item, float score) {
        int place = size < items.length ? size++ : size - 1;
        while (place > 0 && scores[place - 1] < score) {
            scores[place] = scores[place - 1];
            items[place] = items[place - 1];
            place--;
        }
        scores[place] = score;
        items[place] = item;
    }

    /** The number of items found. */
    int size() {
        return size;
    }

    /** The item at a place, from 0. */
    int item(int place) {
        return items[place];
    }
}
