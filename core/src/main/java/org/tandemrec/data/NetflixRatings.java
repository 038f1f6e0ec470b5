package org.tandemrec.data;

import java.util.SplittableRandom;
import org.tandemrec.base.Seed;

/**
 * The ratings of one invented user of a Netflix-sized data set at a time, in the order in which the user gives them, days ascending. A
 * user's ratings depend on the seed and the user's number alone.
 */
final class NetflixRatings {
    private final NetflixMovies movies;
    private final NetflixUsers users;
    private final Seed seed;
    private final NetflixUser choices;
    private final NetflixDays days = new NetflixDays();
    private final int whole;
    private char[] numbers = new char[0];
    private char[] dayOf = new char[0];
    private byte[] starsOf = new byte[0];

    NetflixRatings(NetflixMovies movies, NetflixUsers users, Seed seed) {
        this.movies = movies;
        this.users = users;
        this.seed = seed;
        this.choices = new NetflixUser(movies);
        this.whole = users.firstOfTwo();
    }

    /** Invents the {@link NetflixUsers#length} ratings of a user, which replace those of the one before. */
    void invent(int user) {
        SplittableRandom random = seed.child(user).random();
        int length = users.length(user);
        if (length > numbers.length) {
            int capacity = Math.max(length, 2 * numbers.length);
            numbers = new char[capacity];
            dayOf = new char[capacity];
            starsOf = new byte[capacity];
        }
        choices.begin(random);
        if (user == whole) {
            days.beginWhole(length, random);
        } else {
            days.begin(length, random);
        }
        for (int i = 0; i < length; i++) {
            /* Every movie is the first or an early choice of one user, so that each has a rating. */
            long own = user + (long) i * users.size();
            int position = own < movies.size() ? choices.choose((int) own) : choices.choose();
            numbers[i] = (char) movies.number(position);
            dayOf[i] = (char) days.next();
            starsOf[i] = (byte) choices.rate(position);
        }
    }

    /** The number of the movie of a rating in the files, from 1. */
    char number(int rating) {
        return numbers[rating];
    }

    /** The day of a rating, from 0. */
    int day(int rating) {
        return dayOf[rating];
    }

    /** The stars of a rating, 1 … 5. */
    int stars(int rating) {
        return starsOf[rating];
    }
}
