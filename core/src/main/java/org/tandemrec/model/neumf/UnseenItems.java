package org.tandemrec.model.neumf;

import java.util.Arrays;
import org.tandemrec.data.Interactions;

/**
 * For every user the items without an event of theirs, among the items that occur in the training data, numbered in ascending order: one
 * of n is drawn by one random number, however many the user has seen.
 */
final class UnseenItems {
    /** The items that occur, ascending: an item's place here stands for it. */
    private final int[] items;
    /** The places of what each user has seen, ascending, without repeats. */
    private final int[] seen;
    /** By user: the first of its places; one more at the end. */
    private final int[] start;

    UnseenItems(Interactions training) {
        int[] counts = training.itemCounts();
        int[] place = new int[counts.length];
        int[] occurring = new int[counts.length];
        int size = 0;
        for (int item = 0; item < counts.length; item++) {
            place[item] = size;
            if (counts[item] > 0) {
                occurring[size++] = item;
            }
        }
        this.items = Arrays.copyOf(occurring, size);
        this.start = new int[training.userCount() + 1];
        int[] places = new int[training.size()];
        int filled = 0;
        for (int user = 0; user < training.userCount(); user++) {
            int from = filled;
            for (int row = training.start(user); row < training.end(user); row++) {
                places[filled++] = place[training.item(row)];
            }
            Arrays.sort(places, from, filled);
            filled = from + withoutRepeats(places, from, filled);
            start[user + 1] = filled;
        }
        this.seen = Arrays.copyOf(places, filled);
    }

    /** Moves the distinct ones of sorted numbers to the front and returns how many they are. */
    private static int withoutRepeats(int[] sorted, int from, int to) {
        int end = from;
        for (int i = from; i < to; i++) {
            if (i == from || sorted[i] != sorted[i - 1]) {
                sorted[end++] = sorted[i];
            }
        }
        return end - from;
    }

    /** How many items a user has not seen. */
    int count(int user) {
        return items.length - (start[user + 1] - start[user]);
    }

    /** The item of a number in {@code 0 … count(user) - 1}. */
    int item(int user, int number) {
        int low = start[user];
        int high = start[user + 1];
        while (low < high) { // the first seen place that has more than `number` unseen ones before it
            int middle = (low + high) >>> 1;
            if (seen[middle] - (middle - start[user]) > number) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return items[number + low - start[user]];
    }
}
