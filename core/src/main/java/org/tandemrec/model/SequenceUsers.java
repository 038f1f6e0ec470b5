package org.tandemrec.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;

/** The users a sequence model learns from, who have at least two training interactions: each but the first is a target. */
public final class SequenceUsers {
    private final Interactions training;
    private final int[] users;

    private SequenceUsers(Interactions training, int[] users) {
        this.training = training;
        this.users = users;
    }

    /** Those of the data, by their number. */
    public static SequenceUsers of(Interactions training) {
        int[] users = IntStream.range(0, training.userCount())
                .filter(user -> training.count(user) >= 2)
                .toArray();
        return new SequenceUsers(training, users);
    }

    /**
     * Checks that there is a user to learn from.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static void check(Interactions training, String kind) {
        Check.argument(
                of(training).count() > 0, "%s learns from sequences, but no user has two training interactions", kind);
    }

    /** The same by the time of their first interaction. */
    public SequenceUsers byFirstEvent() {
        int[] ordered = Arrays.stream(users)
                .boxed()
                .sorted(Comparator.comparingLong(user -> training.timeMillis(training.start(user))))
                .mapToInt(Integer::intValue)
                .toArray();
        return new SequenceUsers(training, ordered);
    }

    /** How many there are. */
    public int count() {
        return users.length;
    }

    /** The users, in their order; must not be changed. */
    public int[] users() {
        return users;
    }

    /** The number of targets. */
    public long targets() {
        return Arrays.stream(users).mapToLong(user -> training.count(user) - 1L).sum();
    }

    /** How often each item is a target. */
    public int[] targetCounts() {
        int[] counts = new int[training.itemCount()];
        for (int user : users) {
            for (int row = training.start(user) + 1; row < training.end(user); row++) {
                counts[training.item(row)]++;
            }
        }
        return counts;
    }

    /**
     * A random order in which each next user is drawn with a probability proportional to the length of the history (Efraimidis and
     * Spirakis, 2006): short ones fill the end, so that all lanes run out together instead of leaving a few long ones to run alone.
     */
    public int[] shuffled(SplittableRandom random) {
        double[] key = new double[training.userCount()];
        for (int user : users) {
            key[user] = -StrictMath.log(1 - random.nextDouble()) / training.count(user);
        }
        return Arrays.stream(users)
                .boxed()
                .sorted(Comparator.comparingDouble(user -> key[user]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
