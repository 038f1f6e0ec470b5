package org.tandemrec.data;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;

/**
 * Who interacted with what, when, and how it was rated: immutable columns sorted by user, then time, ties by the
 * {@link TieRule}.
 *
 * <p>User {@code u} owns the rows {@code start(u) … end(u) - 1}. A part of a split is the same columns with earlier ends
 * ({@link #prefix}), never a copy, so a row number means the same interaction in every part. Every repeat of a (user, item) pair
 * is a row of its own, since sequences need repeats.
 *
 * <p>Columns are as narrow as the data allows: up to 65,536 items take 2 bytes, times that are whole days 2 and whole seconds 4,
 * ratings that are multiples of ½ up to 63½ one, and data without times or ratings stores none.
 */
public final class Interactions {
    private final int itemCount;
    private final ItemColumn items;
    private final @Nullable RatingColumn ratings;
    private final @Nullable TimeColumn times;
    private final TieRule tieRule;
    private final int[] start;
    private final int[] end;
    private final int size;

    /** Rows that are sorted already: user {@code u} owns {@code start[u] … end[u] - 1}. Takes over all columns. */
    Interactions(
            int itemCount,
            ItemColumn items,
            @Nullable RatingColumn ratings,
            @Nullable TimeColumn times,
            TieRule tieRule,
            int[] start,
            int[] end) {
        this.itemCount = itemCount;
        this.items = items;
        this.ratings = ratings;
        this.times = times;
        this.tieRule = tieRule;
        this.start = start;
        this.end = end;
        int count = 0;
        for (int user = 0; user < end.length; user++) {
            count += end[user] - start[user];
        }
        this.size = count;
    }

    /** The number of users, those without a row in this part included. */
    public int userCount() {
        return end.length;
    }

    /** The number of items of the whole data set: items are {@code 0 … itemCount - 1}. */
    public int itemCount() {
        return itemCount;
    }

    /** The number of interactions. */
    public int size() {
        return size;
    }

    /** The first row of a user. */
    public int start(int user) {
        return start[user];
    }

    /** The row after the last one of a user. */
    public int end(int user) {
        return end[user];
    }

    /** The number of interactions of a user. */
    public int count(int user) {
        return end[user] - start[user];
    }

    /** The item of a row. */
    public int item(int row) {
        return items.get(row);
    }

    /** Whether rows have ratings. */
    public boolean hasRatings() {
        return ratings != null;
    }

    /** The rating of a row; 1 where the data has none. */
    public float rating(int row) {
        return ratings != null ? ratings.get(row) : 1;
    }

    /** Whether rows have times. */
    public boolean hasTimes() {
        return times != null;
    }

    /** The time of a row in milliseconds since 1970-01-01T00:00Z; 0 where the data has none. */
    public long timeMillis(int row) {
        return times != null ? times.get(row) : 0;
    }

    /** The rule that ordered rows of one user at the same time. */
    public TieRule tieRule() {
        return tieRule;
    }

    /**
     * Returns the part in which user {@code u} owns only the rows before {@code ends[u]}.
     *
     * @throws IllegalArgumentException if an end lies outside the user's rows
     */
    public Interactions prefix(int[] ends) {
        checkEnds(ends);
        return new Interactions(itemCount, items, ratings, times, tieRule, start, ends.clone());
    }

    private void checkEnds(int[] ends) {
        Check.argument(ends.length == end.length, "%d ends for %d users", ends.length, end.length);
        for (int user = 0; user < ends.length; user++) {
            Check.argument(
                    ends[user] >= start[user] && ends[user] <= end[user],
                    "end %d of user %d lies outside its rows %d … %d",
                    ends[user],
                    user,
                    start[user],
                    end[user]);
        }
    }

    /**
     * Returns a copy in which some rows of each user come behind the user's others, both in their order: what a split needs whose
     * targets are no suffix. Rows have new numbers; {@link #prefix} makes the part before them.
     *
     * @param last the rows that come last, by their numbers here
     */
    public Interactions withLast(BitSet last) {
        return copy(last, true);
    }

    /**
     * Returns a copy without some rows. Users and items keep their numbers, those without a row left, too; rows have new numbers.
     *
     * @param removed the rows to leave out, by their numbers here
     */
    public Interactions without(BitSet removed) {
        return copy(removed, false);
    }

    /** Copies the rows that are not marked and, behind them, a user's marked ones if they are kept. */
    private Interactions copy(BitSet marked, boolean kept) {
        int[] starts = new int[end.length];
        int[] ends = new int[end.length];
        int rows = 0;
        for (int user = 0; user < end.length; user++) {
            starts[user] = rows;
            for (int row = start[user]; row < end[user]; row++) {
                rows += kept || !marked.get(row) ? 1 : 0;
            }
            ends[user] = rows;
        }
        ItemColumn movedItems = new ItemColumn(rows, items.areNarrow());
        RatingColumn movedRatings = ratings == null ? null : new RatingColumn(rows, ratings.areHalves());
        TimeColumn movedTimes = times == null ? null : new TimeColumn(rows, times.unit());
        new MovedRows(this, movedItems, movedRatings, movedTimes).copy(marked, kept, starts);
        return new Interactions(itemCount, movedItems, movedRatings, movedTimes, tieRule, starts, ends);
    }

    /**
     * Returns a copy in which each user's first rows have the same items, with their ratings, in another order; times stay where they
     * are. Rows keep their numbers.
     *
     * @param ends the row after the last one of each user's that takes part
     * @param seed draws the orders; a user's depends on it, the user's number and the number of rows alone
     * @throws IllegalArgumentException if an end lies outside the user's rows
     */
    public Interactions shuffled(int[] ends, Seed seed) {
        checkEnds(ends);
        int rows = 0;
        for (int last : end) {
            rows = Math.max(rows, last);
        }
        ItemColumn dealtItems = new ItemColumn(rows, items.areNarrow());
        RatingColumn dealtRatings = ratings == null ? null : new RatingColumn(rows, ratings.areHalves());
        new ShuffledRows(this, dealtItems, dealtRatings).deal(ends, seed);
        return new Interactions(itemCount, dealtItems, dealtRatings, times, tieRule, start, end);
    }

    /** The number of interactions of every item, by item. */
    public int[] itemCounts() {
        int[] counts = new int[itemCount()];
        for (int user = 0; user < end.length; user++) {
            for (int row = start[user]; row < end[user]; row++) {
                counts[items.get(row)]++;
            }
        }
        return counts;
    }

    /** A 64-bit checksum of all rows of this part: equal data in equal order has an equal checksum. */
    public long checksum() {
        long hash = Seed.mix(itemCount());
        for (int user = 0; user < end.length; user++) {
            hash = Seed.mix(hash ^ (user * 31L + count(user)));
            for (int row = start[user]; row < end[user]; row++) {
                hash = Seed.mix(hash + items.get(row)) + timeMillis(row);
                hash = hash * 31 + Float.floatToIntBits(rating(row));
            }
        }
        return hash;
    }

    /** Collects rows in any order and sorts them once. */
    public static final class Builder {
        private final TieRule tieRule;
        private final RowCollector rows = new RowCollector();
        private boolean rated;
        private boolean timed;

        /** A builder whose ties keep the order in which rows are added. */
        public Builder() {
            this(TieRule.FILE_ORDER);
        }

        /** A builder with the given order of ties. */
        public Builder(TieRule tieRule) {
            this.tieRule = tieRule;
        }

        /** Adds a row with a rating (finite) and a time (milliseconds since 1970, not negative). */
        public Builder add(int user, int item, float rating, long timeMillis) {
            append(user, item, rating, timeMillis);
            rated = true;
            timed = true;
            return this;
        }

        /** Adds a row without a rating. */
        public Builder addUnrated(int user, int item, long timeMillis) {
            append(user, item, 1, timeMillis);
            timed = true;
            return this;
        }

        /** Adds a row with neither a rating nor a time: its place in the order of calls is its time. */
        public Builder addUntimed(int user, int item) {
            append(user, item, 1, 0);
            return this;
        }

        /** Adds a row with a rating and no time. */
        public Builder addUntimed(int user, int item, float rating) {
            append(user, item, rating, 0);
            rated = true;
            return this;
        }

        /** Adds rows with ratings and times. */
        Builder add(RowBlock block) {
            rows.add(block);
            rated = true;
            timed = true;
            return this;
        }

        /** The number of rows so far. */
        public int size() {
            return Math.toIntExact(rows.size());
        }

        private void append(int user, int item, float rating, long timeMillis) {
            if (!Float.isFinite(rating) || timeMillis < 0) {
                throw new IllegalArgumentException("a rating must be finite and a time not negative, but were " + rating
                        + " and " + timeMillis + " ms");
            }
            rows.add(user, item, rating, timeMillis);
        }

        /**
         * Sorts the rows by user, then time, then the tie rule.
         *
         * @param userCount users are {@code 0 … userCount - 1}
         * @param itemCount items are {@code 0 … itemCount - 1}
         * @throws IllegalArgumentException if a row lies outside these ranges, or there are more than 2,147,483,639 rows
         */
        public Interactions build(int userCount, int itemCount) {
            return new RowSort(rows.blocks(), rated, timed, tieRule, userCount, itemCount).interactions();
        }
    }
}
