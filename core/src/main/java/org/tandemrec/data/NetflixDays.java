package org.tandemrec.data;

import java.util.SplittableRandom;

/**
 * The days of one user's ratings, in order: a first visit that is longer than the others, then visits on different days of a stretch
 * of the period. Ever more users join as the period goes on.
 */
final class NetflixDays {
    private static final int MEAN_VISIT_LENGTH = 4;
    /** A first visit has at most this part of the user's ratings, beside one. */
    private static final int FIRST_VISIT_PART = 4;

    private final int days = NetflixConfig.days();
    private SplittableRandom random = new SplittableRandom(0);
    private int day;
    private int end;
    private int ratings;
    private int visits;
    private int inFirst;
    private boolean whole;

    /** Becomes a user with {@code length} ratings who joins on some day. */
    void begin(int length, SplittableRandom user) {
        random = user;
        int firstDay =
                (int) (StrictMath.cbrt(random.nextDouble()) * days); // as many have joined as the cube of the time
        begin(length, firstDay, StrictMath.sqrt(random.nextDouble()));
    }

    /** Becomes the user whose ratings, two at least, reach from the first day to the last one. */
    void beginWhole(int length, SplittableRandom user) {
        random = user;
        begin(length, 0, 1);
        whole = true;
    }

    private void begin(int length, int firstDay, double stay) {
        whole = false;
        day = firstDay;
        end = firstDay + 1 + (int) (stay * (days - firstDay - 1));
        ratings = length;
        inFirst = 1 + random.nextInt(1 + length / FIRST_VISIT_PART);
        visits = Math.min(end - day - 1, Math.ceilDiv(length - inFirst, MEAN_VISIT_LENGTH));
    }

    /** The day of the next rating, 0 … {@code days - 1}. */
    int next() {
        if (inFirst > 0) {
            inFirst--;
        } else if (random.nextInt(ratings) < visits) {
            do {
                day++;
            } while (random.nextInt(end - day) >= visits);
            visits--;
        }
        ratings--;
        return whole && ratings == 0 ? days - 1 : day;
    }
}
