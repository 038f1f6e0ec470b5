package org.tandemrec.model;

import org.tandemrec.base.Check;

/**
 * A trained, immutable recommender over dense users and items, safe for use by any number of threads.
 *
 * <p>Scores rank: a higher score is a better next item. Their scale is the model's own.
 */
public interface Model {
    /** The model's kind, for example {@code lfm}. */
    String kind();

    /** The number of users that it knows from training by their numbers; 0 where histories alone tell users apart. */
    int userCount();

    /** The number of items: items are {@code 0 … itemCount - 1}. */
    int itemCount();

    /** Opens a session of {@code lanes} lanes, each without a user and without a history. */
    Session open(int lanes);

    /** The weights and everything else that is needed to load this model again. */
    ModelState state();

    /** The model's own estimate of y (0 not interacted, 1 interacted) for a score. */
    default float estimate(float score) {
        return score;
    }

    /** Whether scores are predicted ratings on the data's own scale. */
    default boolean predictsRatings() {
        return false;
    }

    /**
     * The predicted rating of an item by a user, on the data's own scale. What a model learned counts, and no history: a user without a
     * training interaction is rated like one who is unknown.
     *
     * @param user the dense user, or {@link Query#UNKNOWN_USER}
     * @param item the dense item
     * @param timeMillis when it would be rated, in milliseconds since 1970, or {@link Session#UNTIMED}
     * @throws UnsupportedOperationException if the model does not {@linkplain #predictsRatings predict ratings}
     * @throws IllegalArgumentException if there is no such user or item
     */
    default float rating(int user, int item, long timeMillis) {
        throw new UnsupportedOperationException(kind() + " predicts no ratings, as its scores only rank");
    }

    /**
     * Checks that an item is one of this model's.
     *
     * @throws IllegalArgumentException if it is not
     */
    default void checkItem(int item) {
        Check.argument(
                item >= 0 && item < itemCount(), "items are 0 … %d, but the query has %d", itemCount() - 1, item);
    }

    /**
     * Checks that a user is one of this model's, or unknown.
     *
     * @throws IllegalArgumentException if it is neither
     */
    default void checkUser(int user) {
        Check.argument(
                user == Query.UNKNOWN_USER || (user >= 0 && (userCount() == 0 || user < userCount())),
                "users are 0 … %d or %d for an unknown one, but the query has %d",
                userCount() - 1,
                Query.UNKNOWN_USER,
                user);
    }

    /** Whether scores depend on the times of events, so that histories have to keep them. */
    default boolean readsTimes() {
        return false;
    }

    /**
     * Scores every item for one query.
     *
     * @param scores receives {@code itemCount} scores
     * @throws IllegalArgumentException if {@code scores} is too short, or the query has something that is no user or no item
     */
    default void score(Query query, float[] scores) {
        Check.argument(scores.length >= itemCount(), "%d scores do not hold %d items", scores.length, itemCount());
        checkUser(query.user());
        Session session = open(1);
        session.reset(0, query.user());
        int[] item = new int[1];
        long[] time = new long[1];
        for (int event = 0; event < query.history().length; event++) {
            int next = query.history()[event];
            Check.argument(
                    next >= 0 && next < itemCount(), "items are 0 … %d, but the history has %d", itemCount() - 1, next);
            item[0] = next;
            time[0] = query.time(event);
            session.advance(item, time);
        }
        session.score(new int[] {0}, 1, scores);
    }
}
