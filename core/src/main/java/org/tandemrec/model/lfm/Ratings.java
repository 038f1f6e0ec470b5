package org.tandemrec.model.lfm;

import java.util.BitSet;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Repeats;

/** The ratings to learn: the last one of every (user, item) pair, by user, read from the columns of the training data. */
final class Ratings {
    private final Interactions training;
    private final BitSet last;
    private final int[] userCount;
    private final int[] itemCount;
    private final int size;

    Ratings(Interactions training) {
        this.training = training;
        this.last = Repeats.lastOfPair(training);
        this.userCount = new int[training.userCount()];
        this.itemCount = new int[training.itemCount()];
        for (int user = 0; user < userCount.length; user++) {
            for (int row = last.nextSetBit(training.start(user)); isOf(user, row); row = last.nextSetBit(row + 1)) {
                userCount[user]++;
                itemCount[training.item(row)]++;
            }
        }
        this.size = last.cardinality();
    }

    private boolean isOf(int user, int row) {
        return row >= 0 && row < training.end(user);
    }

    int users() {
        return userCount.length;
    }

    int items() {
        return itemCount.length;
    }

    int size() {
        return size;
    }

    /** The number of items that a user has rated. */
    int count(int user) {
        return userCount[user];
    }

    /** The number of users who have rated an item. */
    int itemCount(int item) {
        return itemCount[item];
    }

    /** The largest {@link #count}. */
    int maxCount() {
        int max = 0;
        for (int count : userCount) {
            max = Math.max(max, count);
        }
        return max;
    }

    /** One more than the largest row. */
    int rowLimit() {
        return last.length();
    }

    /** Writes the rows of a user's ratings in the order of time and returns their number. */
    int rows(int user, int[] rows) {
        int count = 0;
        for (int row = last.nextSetBit(training.start(user)); isOf(user, row); row = last.nextSetBit(row + 1)) {
            rows[count++] = row;
        }
        return count;
    }

    int item(int row) {
        return training.item(row);
    }

    float rating(int row) {
        return training.rating(row);
    }

    long timeMillis(int row) {
        return training.timeMillis(row);
    }

    double mean() {
        double sum = 0;
        for (int row = last.nextSetBit(0); row >= 0; row = last.nextSetBit(row + 1)) {
            sum += training.rating(row);
        }
        return sum / size;
    }

    /** The mean time of a user's ratings, of which there must be one. */
    double meanMillis(int user) {
        double sum = 0;
        for (int row = last.nextSetBit(training.start(user)); isOf(user, row); row = last.nextSetBit(row + 1)) {
            sum += training.timeMillis(row);
        }
        return sum / userCount[user];
    }

    long firstMillis() {
        long first = Long.MAX_VALUE;
        for (int row = last.nextSetBit(0); row >= 0; row = last.nextSetBit(row + 1)) {
            first = Math.min(first, training.timeMillis(row));
        }
        return first;
    }

    long lastMillis() {
        long latest = 0;
        for (int row = last.nextSetBit(0); row >= 0; row = last.nextSetBit(row + 1)) {
            latest = Math.max(latest, training.timeMillis(row));
        }
        return latest;
    }
}
