package org.tandemrec.model.sdm;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tandemrec.base.Shuffle;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Session;

/**
 * The sessions of all users. Every event but a user's last one is an input, whose target is the user's next event, be it in the same
 * session or the first one of the next.
 */
final class TrainingSessions {
    private final Interactions training;
    /* By session: the training row of its first input, its inputs, its user. */
    private int[] first = new int[0];
    private int[] length = new int[0];
    private int[] user = new int[0];
    private int count;
    private int longest;
    private long targets;

    TrainingSessions(Interactions training, SessionCut cut) {
        this.training = training;
        for (int u = 0; u < training.userCount(); u++) {
            int begin = training.start(u);
            int end = training.end(u) - 1;
            for (int row = begin + 1; row < end; row++) {
                if (cut.begins(row - begin, time(row - 1), time(row))) {
                    add(u, begin, row);
                    begin = row;
                }
            }
            if (begin < end) {
                add(u, begin, end);
            }
        }
    }

    private long time(int row) {
        return training.hasTimes() ? training.timeMillis(row) : Session.UNTIMED;
    }

    private void add(int u, int begin, int end) {
        if (count == first.length) {
            int capacity = Math.max(64, 2 * count);
            first = Arrays.copyOf(first, capacity);
            length = Arrays.copyOf(length, capacity);
            user = Arrays.copyOf(user, capacity);
        }
        first[count] = begin;
        length[count] = end - begin;
        user[count++] = u;
        longest = Math.max(longest, end - begin);
        targets += end - begin;
    }

    int count() {
        return count;
    }

    /** The most inputs of a session. */
    int longest() {
        return longest;
    }

    /** The inputs of all sessions. */
    long targets() {
        return targets;
    }

    int first(int session) {
        return first[session];
    }

    int length(int session) {
        return length[session];
    }

    int user(int session) {
        return user[session];
    }

    /** The items of the user before a session, but not more than {@code most}. */
    int before(int session, int most) {
        return Math.min(most, first[session] - training.start(user[session]));
    }

    /** The item of a training row. */
    int item(int row) {
        return training.item(row);
    }

    /** All sessions in a random order. */
    int[] shuffled(SplittableRandom random) {
        return Shuffle.order(count, random);
    }
}
