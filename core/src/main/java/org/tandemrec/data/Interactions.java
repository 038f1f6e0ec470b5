package org.tandemrec.data;

import java.util.Arrays;
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
 * <p>Columns are as narrow as the data allows: times that are whole seconds take 4 bytes, ratings that are multiples of ½ up to
 * 63½ take one, and data without times or ratings stores none.
 */
public final class Interactions {
    private final Columns columns;
    private final int[] start;
    private final int[] end;
    private final int size;

    private Interactions(Columns columns, int[] start, int[] end) {
        this.columns = columns;
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
        return columns.itemCount;
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
        return columns.item[row];
    }

    /** Whether rows have ratings. */
    public boolean hasRatings() {
        return columns.halves != null || columns.ratings != null;
    }

    /** The rating of a row; 1 where the data has none. */
    public float rating(int row) {
        if (columns.halves != null) {
            return columns.halves[row] * 0.5f;
        }
        return columns.ratings != null ? columns.ratings[row] : 1;
    }

    /** Whether rows have times. */
    public boolean hasTimes() {
        return columns.seconds != null || columns.millis != null;
    }

    /** The time of a row in milliseconds since 1970-01-01T00:00Z; 0 where the data has none. */
    public long timeMillis(int row) {
        if (columns.seconds != null) {
            return columns.seconds[row] * 1000L;
        }
        return columns.millis != null ? columns.millis[row] : 0;
    }

    /** The rule that ordered rows of one user at the same time. */
    public TieRule tieRule() {
        return columns.tieRule;
    }

    /**
     * Returns the part in which user {@code u} owns only the rows before {@code ends[u]}.
     *
     * @throws IllegalArgumentException if an end lies outside the user's rows
     */
    public Interactions prefix(int[] ends) {
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
        return new Interactions(columns, start, ends.clone());
    }

    /** The number of interactions of every item, by item. */
    public int[] itemCounts() {
        int[] counts = new int[itemCount()];
        for (int user = 0; user < end.length; user++) {
            for (int row = start[user]; row < end[user]; row++) {
                counts[columns.item[row]]++;
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
                hash = Seed.mix(hash + columns.item[row]) + timeMillis(row);
                hash = hash * 31 + Float.floatToIntBits(rating(row));
            }
        }
        return hash;
    }

    private record Columns(
            int itemCount,
            int[] item,
            byte @Nullable [] halves,
            float @Nullable [] ratings,
            int @Nullable [] seconds,
            long @Nullable [] millis,
            TieRule tieRule) {}

    /** Collects rows in any order and sorts them once. */
    public static final class Builder {
        private final TieRule tieRule;
        private int[] users = new int[1024];
        private int[] items = new int[1024];
        private float[] ratings = new float[1024];
        private long[] millis = new long[1024];
        private int size;
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

        /** The number of rows so far. */
        public int size() {
            return size;
        }

        private void append(int user, int item, float rating, long timeMillis) {
            if (!Float.isFinite(rating) || timeMillis < 0) {
                throw new IllegalArgumentException("a rating must be finite and a time not negative, but were " + rating
                        + " and " + timeMillis + " ms");
            }
            if (size == users.length) {
                int capacity = size + (size >> 1);
                users = Arrays.copyOf(users, capacity);
                items = Arrays.copyOf(items, capacity);
                ratings = Arrays.copyOf(ratings, capacity);
                millis = Arrays.copyOf(millis, capacity);
            }
            users[size] = user;
            items[size] = item;
            ratings[size] = rating;
            millis[size] = timeMillis;
            size++;
        }

        /**
         * Sorts the rows by user, then time, then the tie rule.
         *
         * @param userCount users are {@code 0 … userCount - 1}
         * @param itemCount items are {@code 0 … itemCount - 1}
         * @throws IllegalArgumentException if a row lies outside these ranges
         */
        public Interactions build(int userCount, int itemCount) {
            int[] start = new int[userCount + 1];
            for (int row = 0; row < size; row++) {
                if (users[row] < 0 || users[row] >= userCount || items[row] < 0 || items[row] >= itemCount) {
                    throw new IllegalArgumentException("row " + row + " has user " + users[row] + " and item "
                            + items[row] + ", but there are " + userCount + " users and " + itemCount + " items");
                }
                start[users[row] + 1]++;
            }
            for (int user = 0; user < userCount; user++) {
                start[user + 1] += start[user];
            }
            int[] order = sortedByUser(start);
            RowSort rowSort = new RowSort(users, items, millis, tieRule);
            for (int user = 0; user < userCount; user++) {
                rowSort.sort(order, start[user], start[user + 1]);
            }
            Columns columns = new Columns(
                    itemCount,
                    gather(items, order),
                    halves(order),
                    halfStars() ? null : rated ? gather(ratings, order) : null,
                    wholeSeconds() ? seconds(order) : null,
                    timed && !wholeSeconds() ? gather(millis, order) : null,
                    tieRule);
            return new Interactions(
                    columns, Arrays.copyOf(start, userCount), Arrays.copyOfRange(start, 1, userCount + 1));
        }

        private int[] sortedByUser(int[] start) {
            int[] next = start.clone();
            int[] order = new int[size];
            for (int row = 0; row < size; row++) {
                order[next[users[row]]++] = row;
            }
            return order;
        }

        private boolean halfStars() {
            if (!rated) {
                return false;
            }
            for (int row = 0; row < size; row++) {
                float twice = ratings[row] * 2;
                if (twice != (byte) twice) {
                    return false;
                }
            }
            return true;
        }

        private byte @Nullable [] halves(int[] order) {
            if (!halfStars()) {
                return null;
            }
            byte[] halves = new byte[size];
            for (int i = 0; i < size; i++) {
                halves[i] = (byte) (ratings[order[i]] * 2);
            }
            return halves;
        }

        private boolean wholeSeconds() {
            if (!timed) {
                return false;
            }
            for (int row = 0; row < size; row++) {
                if (millis[row] % 1000 != 0 || millis[row] / 1000 > Integer.MAX_VALUE) {
                    return false;
                }
            }
            return true;
        }

        private int[] seconds(int[] order) {
            int[] seconds = new int[size];
            for (int i = 0; i < size; i++) {
                seconds[i] = (int) (millis[order[i]] / 1000);
            }
            return seconds;
        }

        private int[] gather(int[] column, int[] order) {
            int[] sorted = new int[size];
            for (int i = 0; i < size; i++) {
                sorted[i] = column[order[i]];
            }
            return sorted;
        }

        private float[] gather(float[] column, int[] order) {
            float[] sorted = new float[size];
            for (int i = 0; i < size; i++) {
                sorted[i] = column[order[i]];
            }
            return sorted;
        }

        private long[] gather(long[] column, int[] order) {
            long[] sorted = new long[size];
            for (int i = 0; i < size; i++) {
                sorted[i] = column[order[i]];
            }
            return sorted;
        }
    }
}
