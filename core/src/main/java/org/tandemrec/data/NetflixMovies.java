package org.tandemrec.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tandemrec.base.Seed;

/**
 * The invented catalogue of a Netflix-sized data set. Movies lie on the closed trails of circles; a movie is known by its position,
 * circle after circle, and covers a part of its circle that is proportional to its popularity. So a place that is drawn evenly meets a
 * movie as often as it is popular, and movies that lie near each other are met together.
 */
final class NetflixMovies {
    /** Dimensions of tastes. */
    static final int FACTORS = 6;

    private static final float ONE_OVER_ROOT_FACTORS = (float) (1 / StrictMath.sqrt(FACTORS));

    private static final int WHOLE_BITS = 30;
    private static final int GUIDE_BITS = 18;
    private static final int GUIDE_SHIFT = WHOLE_BITS - GUIDE_BITS;

    private static final int MOST_CIRCLES = 32;
    private static final int FEWEST_CIRCLES = 8;
    private static final int MOVIES_PER_CIRCLE = 100;
    private static final double CENTRE_SHARE = 0.7;

    /* The logarithm of a movie's popularity is SLOPE z − BEND max(0, z)² for the normal quantile z of its rank. */
    private static final double SLOPE = 3.6;
    private static final double BEND = 0.23;
    private static final double LEAST_EXPECTED_RATINGS = 12;

    private final int[] numbers;
    private final int[] circleStart;
    private final float[] centres;
    private final float[] tastes;
    private final float[] quality;
    private final int[] placeStart;
    private final int[] guide = new int[1 << GUIDE_BITS];

    NetflixMovies(NetflixConfig config, Seed seed) {
        int movies = config.movies();
        int circles = Math.clamp(movies / MOVIES_PER_CIRCLE, FEWEST_CIRCLES, MOST_CIRCLES);
        numbers = permutation(movies, seed.child("numbers").random());
        circleStart = new int[circles + 1];
        for (int circle = 0; circle <= circles; circle++) {
            circleStart[circle] = (int) ((long) movies * circle / circles);
        }
        SplittableRandom random = seed.child("tastes").random();
        centres = floats(Gaussian.draw(circles * FACTORS, random));
        tastes = floats(Gaussian.draw(movies * FACTORS, random));
        for (int circle = 0; circle < circles; circle++) {
            gather(circle);
        }
        quality = floats(Gaussian.draw(movies, seed.child("quality").random()));
        placeStart = places(
                popularity(config, permutation(movies, seed.child("popularity").random())));
        for (int cell = 0, position = 0; cell < guide.length; cell++) {
            while (placeStart[position + 1] <= cell << GUIDE_SHIFT) {
                position++;
            }
            guide[cell] = position;
        }
    }

    /** Moves the tastes of a circle's movies towards its centre, so that each is still standard normal. */
    private void gather(int circle) {
        double own = StrictMath.sqrt(1 - CENTRE_SHARE * CENTRE_SHARE);
        for (int i = circleStart[circle] * FACTORS; i < circleStart[circle + 1] * FACTORS; i++) {
            tastes[i] = (float) (CENTRE_SHARE * centres[circle * FACTORS + i % FACTORS] + own * tastes[i]);
        }
    }

    private static double[] popularity(NetflixConfig config, int[] ranks) {
        double[] weights = new double[ranks.length];
        for (int position = 0; position < ranks.length; position++) {
            double z = normalQuantile((ranks[position] - 0.5) / ranks.length);
            weights[position] = StrictMath.exp(SLOPE * z - BEND * Math.max(0, z) * Math.max(0, z));
        }
        double least = LEAST_EXPECTED_RATINGS
                / config.ratings()
                * Arrays.stream(weights).sum();
        for (int position = 0; position < ranks.length; position++) {
            weights[position] = Math.max(least, weights[position]);
        }
        return weights;
    }

    /** The first place of every movie; the circles end to end are {@code 2^30} places long. */
    private static int[] places(double[] weights) {
        double total = Arrays.stream(weights).sum();
        int[] starts = new int[weights.length + 1];
        double sum = 0;
        for (int position = 0; position < weights.length; position++) {
            starts[position] = (int) (sum / total * (1 << WHOLE_BITS));
            sum += weights[position];
        }
        starts[weights.length] = 1 << WHOLE_BITS;
        return starts;
    }

    /** The number below which a standard normal draw lies with the given probability, to 0.00045 (Abramowitz and Stegun 26.2.23). */
    static double normalQuantile(double probability) {
        double tail = Math.min(probability, 1 - probability);
        double t = StrictMath.sqrt(-2 * StrictMath.log(tail));
        double z =
                t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        return probability < 0.5 ? -z : z;
    }

    private static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i + 1;
        }
        return order;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    int size() {
        return numbers.length;
    }

    /** The number of a position's movie in the files, from 1. */
    int number(int position) {
        return numbers[position];
    }

    int circles() {
        return circleStart.length - 1;
    }

    /** The circle of a position. */
    int circle(int position) {
        int circle = (int) ((long) position * circles() / size());
        return position < circleStart[circle + 1] ? circle : circle + 1;
    }

    /** The first position of a circle; that of the circle after the last one is {@link #size}. */
    int firstPosition(int circle) {
        return circleStart[circle];
    }

    /** The first place of a circle. */
    int firstPlace(int circle) {
        return placeStart[circleStart[circle]];
    }

    /** The number of places of a circle, which is proportional to the popularity of its movies. */
    int places(int circle) {
        return firstPlace(circle + 1) - firstPlace(circle);
    }

    /** The number of places of all circles. */
    static int allPlaces() {
        return 1 << WHOLE_BITS;
    }

    /** The position of the movie that covers a place. */
    int at(int place) {
        int position = guide[place >> GUIDE_SHIFT];
        while (placeStart[position + 1] <= place) {
            position++;
        }
        return position;
    }

    /** How a circle suits a taste: standard normal over circles for a taste of unit normals. */
    float circleAffinity(int circle, float[] taste) {
        return product(centres, circle, taste);
    }

    /** How a movie suits a taste. */
    float affinity(int position, float[] taste) {
        return product(tastes, position, taste);
    }

    /** How good everybody finds a movie, standard normal. */
    float quality(int position) {
        return quality[position];
    }

    private static float product(float[] rows, int row, float[] taste) {
        float sum = 0;
        for (int f = 0; f < FACTORS; f++) {
            sum += rows[row * FACTORS + f] * taste[f];
        }
        return sum * ONE_OVER_ROOT_FACTORS;
    }
}
