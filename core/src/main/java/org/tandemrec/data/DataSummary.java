package org.tandemrec.data;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a data set is like, in numbers.
 *
 * @param name the data set's name
 * @param format its format
 * @param users distinct users
 * @param items distinct items
 * @param interactions rows
 * @param density rows that are the last of their (user, item) pair, divided by users × items
 * @param first the earliest time, or null where the data has none
 * @param last the latest time, or null where the data has none
 * @param lengths rows per user
 * @param ratings ratings from the lowest; empty where the data has none
 * @param tiedRows rows whose user has another row at the same time; 0 where the data has no times
 * @param repeatedRows rows whose (user, item) pair has a later row
 * @param tieRule how tied rows are ordered
 * @param checksum of all rows, in hexadecimal
 */
public record DataSummary(
        String name,
        String format,
        int users,
        int items,
        int interactions,
        double density,
        @Nullable Instant first,
        @Nullable Instant last,
        Lengths lengths,
        List<Bucket> ratings,
        int tiedRows,
        int repeatedRows,
        String tieRule,
        String checksum) {
    /** Copies the list. */
    public DataSummary {
        ratings = List.copyOf(ratings);
    }

    /**
     * Rows per user.
     *
     * @param min the shortest sequence
     * @param median the median; the mean of the middle two where users are even in number
     * @param mean the mean
     * @param max the longest sequence
     * @param histogram users by length, in buckets 1, 2, 3–4, 5–9, 10–19, 20–49, 50–99, …; the first and last hold users
     */
    public record Lengths(int min, double median, double mean, int max, List<Bucket> histogram) {
        /** Copies the list. */
        public Lengths {
            histogram = List.copyOf(histogram);
        }
    }

    /**
     * A bar of a histogram.
     *
     * @param from the lowest value counted
     * @param to the highest value counted
     * @param count how many values
     */
    public record Bucket(double from, double to, long count) {}

    /** Summarises a data set. */
    public static DataSummary of(Dataset dataset) {
        Interactions rows = dataset.interactions();
        int repeated = Repeats.count(rows);
        double cells = (double) rows.userCount() * rows.itemCount();
        long[] range = timeRange(rows);
        return new DataSummary(
                dataset.name(),
                dataset.format(),
                rows.userCount(),
                rows.itemCount(),
                rows.size(),
                cells == 0 ? 0 : (rows.size() - repeated) / cells,
                range.length == 0 ? null : Instant.ofEpochMilli(range[0]),
                range.length == 0 ? null : Instant.ofEpochMilli(range[1]),
                Histograms.lengths(rows),
                rows.hasRatings() ? Histograms.ratings(rows) : List.of(),
                tiedRows(rows),
                repeated,
                rows.tieRule().description(),
                Long.toHexString(rows.checksum()));
    }

    /** The first and the last time, or nothing where there are none. Rows of a user are in time order. */
    private static long[] timeRange(Interactions rows) {
        if (!rows.hasTimes() || rows.size() == 0) {
            return new long[0];
        }
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int user = 0; user < rows.userCount(); user++) {
            if (rows.count(user) > 0) {
                first = Math.min(first, rows.timeMillis(rows.start(user)));
                last = Math.max(last, rows.timeMillis(rows.end(user) - 1));
            }
        }
        return new long[] {first, last};
    }

    /** The number of rows whose user has another one at the same time. */
    static int tiedRows(Interactions rows) {
        int tied = 0;
        for (int user = 0; user < rows.userCount() && rows.hasTimes(); user++) {
            for (int row = rows.start(user); row < rows.end(user); row++) {
                long time = rows.timeMillis(row);
                boolean before = row > rows.start(user) && rows.timeMillis(row - 1) == time;
                boolean after = row + 1 < rows.end(user) && rows.timeMillis(row + 1) == time;
                tied += before || after ? 1 : 0;
            }
        }
        return tied;
    }
}
