package org.tandemrec.data;

import org.tandemrec.base.Seed;

/** The ratings of some users that follow each other, sorted by movie, then user: four bytes a rating. */
final class NetflixBlock {
    private static final int USER_BITS = 12;
    private static final int DAY_BITS = 12;

    /** The number of users of a block, but for the last one. */
    static final int USERS = 1 << USER_BITS;

    private final int firstUser;
    private final int[] start;
    private final int[] packed;

    private NetflixBlock(int firstUser, int[] start, int[] packed) {
        this.firstUser = firstUser;
        this.start = start;
        this.packed = packed;
    }

    /** Invents the ratings of the users {@code firstUser … firstUser + USERS - 1}, as far as there are such. */
    static NetflixBlock invent(int firstUser, NetflixMovies movies, NetflixUsers users, Seed seed) {
        int end = Math.min(users.size(), firstUser + USERS);
        int size = 0;
        for (int user = firstUser; user < end; user++) {
            size += users.length(user);
        }
        char[] numbers = new char[size];
        int[] rows = new int[size];
        NetflixRatings ratings = new NetflixRatings(movies, users, seed);
        int row = 0;
        for (int user = firstUser; user < end; user++) {
            ratings.invent(user);
            for (int i = 0; i < users.length(user); i++, row++) {
                numbers[row] = ratings.number(i);
                rows[row] = user - firstUser | ratings.day(i) << USER_BITS | ratings.stars(i) << (USER_BITS + DAY_BITS);
            }
        }
        return sorted(firstUser, movies.size(), numbers, rows);
    }

    private static NetflixBlock sorted(int firstUser, int movies, char[] numbers, int[] rows) {
        int[] start = new int[movies + 2];
        for (char number : numbers) {
            start[number + 1]++;
        }
        for (int number = 0; number <= movies; number++) {
            start[number + 1] += start[number];
        }
        int[] next = start.clone();
        int[] packed = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            packed[next[numbers[row]]++] = rows[row];
        }
        return new NetflixBlock(firstUser, start, packed);
    }

    /** The number of ratings. */
    int size() {
        return packed.length;
    }

    /** The first rating of a movie; that of the number after the last one is {@link #size}. */
    int start(int number) {
        return start[number];
    }

    int user(int rating) {
        return firstUser + (packed[rating] & (1 << USER_BITS) - 1);
    }

    int day(int rating) {
        return packed[rating] >>> USER_BITS & (1 << DAY_BITS) - 1;
    }

    int stars(int rating) {
        return packed[rating] >>> (USER_BITS + DAY_BITS);
    }
}
