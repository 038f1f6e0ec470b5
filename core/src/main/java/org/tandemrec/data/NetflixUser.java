package org.tandemrec.data;

import java.util.BitSet;
import java.util.SplittableRandom;

/** One invented user of a Netflix-sized data set at a time: a stable taste, a current interest, and days on which movies are rated. */
final class NetflixUser {
    private static final double TASTE_STRENGTH = 1.4;
    private static final double LONG_TERM_SHARE = 0.42;
    /** Of two movies that are drawn by taste, the one that suits it better is chosen so often. */
    private static final double BETTER_SHARE = 0.75;

    private static final double TURN_SHARE = 0.04;
    /** An interest looks so far around its place, and moves on by up to so much, as a part of its circle. */
    private static final int LOOK_PART = 16;

    private static final int STEP_PART = 128;
    private static final int TRIES = 16;

    private static final double MEAN_STARS = 3.49;
    private static final double STARS_PER_BIAS = 0.41;
    private static final double STARS_PER_TASTE = 0.45;
    private static final double STARS_PER_QUALITY = 0.45;
    private static final double STARS_OF_NOISE = 0.8;

    private static final double NORMAL_SCALE = StrictMath.sqrt(3 / (65_536.0 * 65_536.0 - 1));

    private final NetflixMovies movies;
    private final BitSet chosen;
    private final float[] taste = new float[NetflixMovies.FACTORS];
    private final double[] weightsUpTo;
    private SplittableRandom random = new SplittableRandom(0);
    private double bias;
    private int interest;
    private int place;

    NetflixUser(NetflixMovies movies) {
        this.movies = movies;
        this.chosen = new BitSet(movies.size());
        this.weightsUpTo = new double[movies.circles()];
    }

    /** Becomes a new user, drawn from {@code user}. */
    void begin(SplittableRandom user) {
        random = user;
        chosen.clear();
        for (int f = 0; f < taste.length; f++) {
            taste[f] = (float) normal();
        }
        bias = normal();
        double sum = 0;
        for (int circle = 0; circle < weightsUpTo.length; circle++) {
            sum += movies.places(circle) * StrictMath.exp(TASTE_STRENGTH * movies.circleAffinity(circle, taste));
            weightsUpTo[circle] = sum;
        }
        turn();
    }

    /** Chooses a movie that is not chosen yet; returns its position. */
    int choose() {
        return choose(random.nextDouble() < LONG_TERM_SHARE ? byTaste() : byInterest());
    }

    /** Chooses the movie at a position, or the next one that is not chosen yet: on its circle, else after it. */
    int choose(int position) {
        int free = position;
        if (chosen.get(position)) {
            int circle = movies.circle(position);
            int end = movies.firstPosition(circle + 1);
            free = chosen.nextClearBit(position);
            if (free >= end) {
                free = chosen.nextClearBit(movies.firstPosition(circle));
            }
            if (free >= movies.size()) {
                free = chosen.nextClearBit(0);
            }
        }
        chosen.set(free);
        return free;
    }

    /** The user's rating of the movie at a position, 1 … 5. */
    int rate(int position) {
        double stars = MEAN_STARS
                + STARS_PER_BIAS * bias
                + STARS_PER_TASTE * movies.affinity(position, taste)
                + STARS_PER_QUALITY * movies.quality(position)
                + STARS_OF_NOISE * normal();
        return Math.clamp((int) (stars + 0.5), 1, 5);
    }

    private int byTaste() {
        int position = 0;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int circle = circleByTaste();
            int one = movies.at(movies.firstPlace(circle) + random.nextInt(movies.places(circle)));
            int two = movies.at(movies.firstPlace(circle) + random.nextInt(movies.places(circle)));
            boolean oneIsBetter = movies.affinity(one, taste) >= movies.affinity(two, taste);
            boolean takesOne = oneIsBetter == random.nextDouble() < BETTER_SHARE;
            position = takesOne ? one : two;
            if (!chosen.get(position)) {
                return position;
            }
        }
        return position;
    }

    private int circleByTaste() {
        double drawn = random.nextDouble() * weightsUpTo[weightsUpTo.length - 1];
        int low = 0;
        int high = weightsUpTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (weightsUpTo[middle] > drawn) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private int byInterest() {
        if (random.nextDouble() < TURN_SHARE) {
            turn();
        }
        int places = movies.places(interest);
        place = (place + random.nextInt(places / STEP_PART + 1)) % places;
        int look = places / LOOK_PART + 1;
        int position = 0;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int around = (int) Math.floorMod((long) place + random.nextInt(look) - look / 2, (long) places);
            position = movies.at(movies.firstPlace(interest) + around);
            if (!chosen.get(position)) {
                return position;
            }
            look = Math.min(places, 2 * look);
        }
        return position;
    }

    /** Turns to the place of any movie, as likely as it is popular, whatever the taste. */
    private void turn() {
        int anywhere = random.nextInt(NetflixMovies.allPlaces());
        interest = movies.circle(movies.at(anywhere));
        place = anywhere - movies.firstPlace(interest);
    }

    /** A nearly normal draw: the sum of the four 16-bit parts of one draw, of mean 0 and variance 1. */
    private double normal() {
        long bits = random.nextLong();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - 2 * 65_535) * NORMAL_SCALE;
    }
}
