package org.tandemrec.data;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

/**
 * The ratings of a Netflix-sized data set, invented straight into the columns of {@link Interactions}: five bytes a rating and next to
 * nothing beside them, since how many ratings each user has is known before the first is drawn.
 */
final class NetflixColumns {
    private static final int USERS_PER_PART = 1 << 10;

    private final NetflixMovies movies;
    private final NetflixUsers users;
    private final int[] start;
    private final ItemColumn items;
    private final RatingColumn ratings;
    private final TimeColumn times;

    NetflixColumns(NetflixMovies movies, NetflixUsers users) {
        this.movies = movies;
        this.users = users;
        start = new int[users.size() + 1];
        for (int user = 0; user < users.size(); user++) {
            start[user + 1] = start[user] + users.length(user);
        }
        int size = start[users.size()];
        items = new ItemColumn(size, true); // there are fewer movies than two bytes hold
        ratings = new RatingColumn(size, true);
        times = new TimeColumn(size, TimeColumn.Unit.DAYS);
    }

    /**
     * Invents all ratings, users side by side. A user is its number and a movie is its number less 1; the ratings of a day are ordered as
     * by the reader of the prize's files, for days are all that these keep.
     *
     * @param invented is told how many ratings more there are, by several threads at once
     */
    Interactions invent(Seed choices, LongConsumer invented) {
        Parallel.shared().forEach(Math.ceilDiv(users.size(), USERS_PER_PART), part -> {
            int from = part * USERS_PER_PART;
            int to = Math.min(users.size(), from + USERS_PER_PART);
            NetflixRatings drawn = new NetflixRatings(movies, users, choices);
            UserSort sort = new UserSort(items, ratings, times, TieRule.SEEDED_HASH);
            for (int user = from; user < to; user++) {
                drawn.invent(user);
                store(drawn, start[user], users.length(user));
                sort.sort(user, start[user], start[user + 1]);
            }
            invented.accept(start[to] - start[from]);
        });
        return new Interactions(
                movies.size(),
                items,
                ratings,
                times,
                TieRule.SEEDED_HASH,
                Arrays.copyOf(start, users.size()),
                Arrays.copyOfRange(start, 1, users.size() + 1));
    }

    private void store(NetflixRatings drawn, int row, int length) {
        for (int i = 0; i < length; i++) {
            items.set(row + i, drawn.number(i) - 1);
            ratings.set(row + i, drawn.stars(i));
            times.set(row + i, NetflixConfig.millis(drawn.day(i)));
        }
    }
}
