package org.tandemrec.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tandemrec.base.Seed;

/**
 * The invented catalogue. The items of a genre lie on a closed trail, series after series; popularity, quality and taste vector
 * of an item have nothing to do with its place on the trail.
 */
final class InventedItems {
    private static final int MAX_SERIES_LENGTH = 6;
    private static final int FIRST_YEAR = 1935;
    private static final int YEARS = 50;
    private static final int MAX_YEARS_BETWEEN_PARTS = 3;

    private final String[] ids;
    private final String[] titles;
    private final int[] genres;
    private final int[][] trails;
    private final double[] popularity;
    private final double[] quality;
    private final double[][] taste;

    InventedItems(GeneratorConfig config, Seed seed) {
        int size = config.items();
        genres = new int[size];
        titles = new String[size];
        trails = inventSeries(config.genres(), seed.child("series").random());
        int[] idOrder = permutation(size, seed.child("ids").random());
        int[] rank = permutation(size, seed.child("popularity").random());
        SplittableRandom random = seed.child("taste").random();
        ids = new String[size];
        popularity = new double[size];
        taste = new double[size][];
        for (int item = 0; item < size; item++) {
            ids[item] = Integer.toString(idOrder[item] + 1);
            popularity[item] = StrictMath.pow(rank[item] + 1, -config.popularityExponent());
            taste[item] = Gaussian.draw(config.tasteFactors(), random);
        }
        quality = Gaussian.draw(size, seed.child("quality").random());
    }

    /** Deals series of 1 … 6 items to the genres in turn, names them, and returns the trail of every genre. */
    private int[][] inventSeries(int genreCount, SplittableRandom random) {
        int[][] found = new int[genreCount][genres.length];
        int[] length = new int[genreCount];
        InventedTitles names = new InventedTitles(random.split());
        int item = 0;
        for (int series = 0; item < genres.length; series++) {
            int genre = series % genreCount;
            int parts = Math.min(1 + random.nextInt(MAX_SERIES_LENGTH), genres.length - item);
            int year = FIRST_YEAR + random.nextInt(YEARS);
            for (int part = 1; part <= parts; part++, item++) {
                genres[item] = genre;
                titles[item] = names.title(series, part, year);
                found[genre][length[genre]++] = item;
                year += 1 + random.nextInt(MAX_YEARS_BETWEEN_PARTS);
            }
        }
        for (int genre = 0; genre < genreCount; genre++) {
            found[genre] = Arrays.copyOf(found[genre], length[genre]);
        }
        return found;
    }

    private static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    int size() {
        return ids.length;
    }

    String id(int item) {
        return ids[item];
    }

    String title(int item) {
        return titles[item];
    }

    int genre(int item) {
        return genres[item];
    }

    int genreCount() {
        return trails.length;
    }

    /** The items of a genre in the order of its trail; not a copy. */
    int[] trail(int genre) {
        return trails[genre];
    }

    /** The weight of an item where only popularity counts, in (0, 1]. */
    double popularity(int item) {
        return popularity[item];
    }

    /** The quality of an item, standard normal. */
    double quality(int item) {
        return quality[item];
    }

    /** The inner product of an item's taste vector with {@code other}, divided by the root of their length. */
    double tasteProduct(int item, double[] other) {
        double sum = 0;
        for (int f = 0; f < other.length; f++) {
            sum += taste[item][f] * other[f];
        }
        return sum / StrictMath.sqrt(other.length);
    }
}
