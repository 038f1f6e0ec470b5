package org.tandemrec.model.sasrec;

import java.util.SplittableRandom;
import org.tandemrec.base.Shuffle;
import org.tandemrec.data.Interactions;

/**
 * What is learned from: windows of up to {@code maxLength} neighbouring events of a user, each an input whose target is the event
 * behind it. Windows of a user are cut from the end of the history, so that the last one is the longest.
 */
final class Windows {
    /* By window: the training row of its first input, its inputs, its user. */
    private final int[] first;
    private final int[] length;
    private final int[] user;
    private final int longest;
    private final long targets;

    Windows(Interactions training, int maxLength, SasRecConfig.LongHistory longHistory) {
        int count = 0;
        for (int u = 0; u < training.userCount(); u++) {
            count += windows(training.count(u) - 1, maxLength, longHistory);
        }
        this.first = new int[count];
        this.length = new int[count];
        this.user = new int[count];
        int window = 0;
        int most = 0;
        long sum = 0;
        for (int u = 0; u < training.userCount(); u++) {
            int end = training.end(u) - 1;
            for (int w = windows(training.count(u) - 1, maxLength, longHistory); w > 0; w--) {
                int n = Math.min(maxLength, end - training.start(u));
                first[window] = end - n;
                length[window] = n;
                user[window++] = u;
                end -= n;
                most = Math.max(most, n);
                sum += n;
            }
        }
        this.longest = most;
        this.targets = sum;
    }

    private static int windows(int inputs, int maxLength, SasRecConfig.LongHistory longHistory) {
        if (inputs < 1) {
            return 0;
        }
        return switch (longHistory) {
            case LATEST -> 1;
            case WINDOWS -> Math.ceilDiv(inputs, maxLength);
        };
    }

    int count() {
        return first.length;
    }

    /** The most inputs of a window. */
    int longest() {
        return longest;
    }

    /** The inputs of all windows. */
    long targets() {
        return targets;
    }

    int first(int window) {
        return first[window];
    }

    int length(int window) {
        return length[window];
    }

    int user(int window) {
        return user[window];
    }

    /** All windows in a random order. */
    int[] shuffled(SplittableRandom random) {
        return Shuffle.order(count(), random);
    }
}
