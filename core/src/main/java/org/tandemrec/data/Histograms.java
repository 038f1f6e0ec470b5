package org.tandemrec.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tandemrec.data.DataSummary.Bucket;
import org.tandemrec.data.DataSummary.Lengths;

/** Counts the lengths of sequences and the ratings of a data set. */
final class Histograms {
    private static final int DISTINCT_RATINGS = 20;
    private static final int RATING_BARS = 10;

    private Histograms() {}

    static Lengths lengths(Interactions rows) {
        int[] lengths = new int[rows.userCount()];
        for (int user = 0; user < lengths.length; user++) {
            lengths[user] = rows.count(user);
        }
        Arrays.sort(lengths);
        int n = lengths.length;
        if (n == 0) {
            return new Lengths(0, 0, 0, 0, List.of());
        }
        double median = (lengths[(n - 1) / 2] + lengths[n / 2]) / 2.0;
        return new Lengths(lengths[0], median, (double) rows.size() / n, lengths[n - 1], lengthBars(lengths));
    }

    /** Bars from 0, 1, 2, 3, 5 and then 10, 20 and 50 times the powers of ten, those before the first and after the last user cut. */
    private static List<Bucket> lengthBars(int[] sorted) {
        List<Bucket> bars = new ArrayList<>();
        int next = 0;
        for (int bar = 0; next < sorted.length; bar++) {
            long from = lengthFrom(bar);
            long end = lengthFrom(bar + 1);
            int count = 0;
            while (next < sorted.length && sorted[next] < end) {
                next++;
                count++;
            }
            if (count > 0 || !bars.isEmpty()) {
                bars.add(new Bucket(from, end - 1.0, count));
            }
        }
        return bars;
    }

    private static long lengthFrom(int bar) {
        if (bar < 5) {
            return new long[] {0, 1, 2, 3, 5}[bar];
        }
        long power = 1;
        for (int i = 0; i < (bar - 5) / 3; i++) {
            power *= 10;
        }
        return new long[] {10, 20, 50}[(bar - 5) % 3] * power;
    }

    /** One bar for each rating, or, where there are more than 20 different ones, ten of equal width. */
    static List<Bucket> ratings(Interactions rows) {
        Map<Float, Long> counts = new TreeMap<>();
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int user = 0; user < rows.userCount(); user++) {
            for (int row = rows.start(user); row < rows.end(user); row++) {
                float rating = rows.rating(row);
                low = Math.min(low, rating);
                high = Math.max(high, rating);
                if (counts.size() <= DISTINCT_RATINGS) {
                    counts.merge(rating, 1L, Long::sum);
                }
            }
        }
        return counts.size() <= DISTINCT_RATINGS
                ? counts.entrySet().stream()
                        .map(bar -> new Bucket(bar.getKey(), bar.getKey(), bar.getValue()))
                        .toList()
                : ratingBars(rows, low, high);
    }

    private static List<Bucket> ratingBars(Interactions rows, double low, double high) {
        long[] counts = new long[RATING_BARS];
        double width = (high - low) / RATING_BARS;
        for (int user = 0; user < rows.userCount(); user++) {
            for (int row = rows.start(user); row < rows.end(user); row++) {
                counts[(int) Math.min(RATING_BARS - 1.0, (rows.rating(row) - low) / width)]++;
            }
        }
        List<Bucket> bars = new ArrayList<>();
        for (int bar = 0; bar < RATING_BARS; bar++) {
            bars.add(new Bucket(low + bar * width, low + (bar + 1) * width, counts[bar]));
        }
        return bars;
    }
}
