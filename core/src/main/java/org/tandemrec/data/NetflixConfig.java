package org.tandemrec.data;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.tandemrec.base.Check;

/**
 * How much of a data set as large as the Netflix Prize's the {@link NetflixGenerator} invents. Users and ratings grow in proportion
 * to the scale and movies with its root, so a user has as many ratings at every scale.
 *
 * @param scale 0.001 … 1; 1 is 480,189 users, 17,770 movies and 100,480,507 ratings
 */
public record NetflixConfig(double scale) {
    /** The prize's own size. */
    public static final NetflixConfig FULL = new NetflixConfig(1);

    /** The first day with a rating. */
    public static final LocalDate FIRST_DAY = LocalDate.of(1999, 11, 11);

    /** The last day with a rating. */
    public static final LocalDate LAST_DAY = LocalDate.of(2005, 12, 31);

    /** The highest id of a user. */
    public static final int HIGHEST_USER_ID = 2_649_429;

    private static final int USERS = 480_189;
    private static final int MOVIES = 17_770;
    private static final int RATINGS = 100_480_507;
    private static final double SMALLEST_SCALE = 0.001;
    private static final long DAY_MILLIS = 86_400_000;

    /**
     * Checks the scale.
     *
     * @throws IllegalArgumentException if it lies outside its range
     */
    public NetflixConfig {
        Check.argument(
                scale >= SMALLEST_SCALE && scale <= 1, "scale must be %s … 1, but was %s", SMALLEST_SCALE, scale);
    }

    /** The number of users; each has a rating. */
    public int users() {
        return (int) Math.round(USERS * scale);
    }

    /** The number of movies; each has a rating. */
    public int movies() {
        return (int) Math.round(MOVIES * StrictMath.sqrt(scale));
    }

    /** The number of ratings. */
    public int ratings() {
        return (int) Math.round(RATINGS * scale);
    }

    /** The number of days from the first to the last. */
    static int days() {
        return (int) ChronoUnit.DAYS.between(FIRST_DAY, LAST_DAY) + 1;
    }

    /** The start of a day, counted from the first one, in milliseconds since 1970. */
    static long millis(int day) {
        return (FIRST_DAY.toEpochDay() + day) * DAY_MILLIS;
    }
}
