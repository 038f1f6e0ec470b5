package org.tandemrec.model.lfm;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Repeats;
import org.tandemrec.split.Candidates;

/** The samples with a label from the data, and the test for "never interacted". */
final class Positives {
    /* A user who has seen nearly everything leaves no negative to find; draws stop here. */
    private static final int MAX_DRAWS = 1000;

    private final int[] user;
    private final int[] item;
    private final float[] y;
    private final int[] userStart;
    private final int[] seen;

    private Positives(int[] user, int[] item, float[] y, int[] userStart, int[] seen) {
        this.user = user;
        this.item = item;
        this.y = y;
        this.userStart = userStart;
        this.seen = seen;
    }

    /** Every (user, item) pair once, in the order of users: label 1, or the pair's last rating. */
    static Positives of(Interactions training, LfmConfig.Feedback feedback) {
        int[] user = new int[training.size()];
        int[] item = new int[training.size()];
        float[] y = new float[training.size()];
        int[] userStart = new int[training.userCount() + 1];
        BitSet last = Repeats.lastOfPair(training);
        int size = 0;
        for (int u = 0; u < training.userCount(); u++) {
            for (int row = training.start(u); row < training.end(u); row++) {
                if (last.get(row)) {
                    user[size] = u;
                    item[size] = training.item(row);
                    y[size++] = feedback == LfmConfig.Feedback.EXPLICIT ? training.rating(row) : 1;
                }
            }
            userStart[u + 1] = size;
        }
        int[] seen = Arrays.copyOf(item, size);
        for (int u = 0; u < training.userCount(); u++) {
            Arrays.sort(seen, userStart[u], userStart[u + 1]);
        }
        return new Positives(
                Arrays.copyOf(user, size), Arrays.copyOf(item, size), Arrays.copyOf(y, size), userStart, seen);
    }

    int size() {
        return user.length;
    }

    int users() {
        return userStart.length - 1;
    }

    /** The first positive of a user; {@code start(users())} is {@code size()}. */
    int start(int u) {
        return userStart[u];
    }

    int user(int index) {
        return user[index];
    }

    int item(int index) {
        return item[index];
    }

    float y(int index) {
        return y[index];
    }

    double mean() {
        double sum = 0;
        for (float label : y) {
            sum += label;
        }
        return sum / y.length;
    }

    /** A candidate that the user has not interacted with, drawn uniformly; -1 where none was found. */
    int unseen(int u, Candidates candidates, SplittableRandom random) {
        if (userStart[u + 1] - userStart[u] == candidates.size()) {
            return -1; // what a user has seen are candidates
        }
        for (int draw = 0; draw < MAX_DRAWS; draw++) {
            int drawn = candidates.item(random.nextInt(candidates.size()));
            if (Arrays.binarySearch(seen, userStart[u], userStart[u + 1], drawn) < 0) {
                return drawn;
            }
        }
        return -1;
    }
}
