package org.tandemrec.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * One invented user at a time: the stable taste, drawn once by {@link #begin}, and the current interest, a place on the trail of
 * a genre. {@link #choose} never returns an item twice.
 */
final class InventedUser {
    /** A drifting interest leaps 2 … this many places ahead. */
    private static final int LONGEST_LEAP = 8;

    private static final double MEAN_STARS = 3.2;
    private static final double STARS_PER_TASTE = 0.7;
    private static final double STARS_PER_QUALITY = 0.5;

    private final GeneratorConfig config;
    private final InventedItems items;
    private final double[] affinity;
    private final long[] byTaste;
    private final BitSet chosen;
    private SplittableRandom random = new SplittableRandom(0);
    private int nextByTaste;
    private int genre;
    private int place;

    InventedUser(GeneratorConfig config, InventedItems items) {
        this.config = config;
        this.items = items;
        this.affinity = new double[items.size()];
        this.byTaste = new long[items.size()];
        this.chosen = new BitSet(items.size());
    }

    /** Becomes a new user, drawn from {@code user}. */
    void begin(SplittableRandom user) {
        random = user;
        chosen.clear();
        double[] genreTaste = Gaussian.draw(items.genreCount(), random);
        double[] taste = Gaussian.draw(config.tasteFactors(), random);
        /*
         * Drawing items one after another in proportion to their weights, each at most once, gives the order of independent
         * exponential arrival times with these weights as rates (Efraimidis and Spirakis, 2006). A positive float orders as its
         * bits do, so one sort of (time, item) pairs packed into longs gives all of the user's choices by taste.
         */
        for (int item = 0; item < affinity.length; item++) {
            double both = genreTaste[items.genre(item)] + items.tasteProduct(item, taste);
            affinity[item] = both / StrictMath.sqrt(2);
            double weight = items.popularity(item) * StrictMath.exp(config.tasteStrength() * affinity[item]);
            double arrival = -StrictMath.log(1 - random.nextDouble()) / weight;
            byTaste[item] = (long) Float.floatToIntBits((float) arrival) << 32 | item;
        }
        Arrays.sort(byTaste);
        nextByTaste = 0;
        genre = random.nextInt(items.genreCount());
        place = startOf(genre);
    }

    /** The next item, marked as chosen. */
    int choose() {
        int item = random.nextDouble() < config.longTermShare() ? followTaste() : followInterest();
        chosen.set(item);
        return item;
    }

    /** The user's rating of an item, 1 … 5. */
    int rate(int item) {
        double stars = MEAN_STARS
                + STARS_PER_TASTE * affinity[item]
                + STARS_PER_QUALITY * items.quality(item)
                + config.noise() * Gaussian.draw(random);
        return Math.clamp(Math.round(stars), 1, 5);
    }

    private int followTaste() {
        while (chosen.get((int) byTaste[nextByTaste])) {
            nextByTaste++;
        }
        return (int) byTaste[nextByTaste];
    }

    private int followInterest() {
        if (random.nextDouble() >= config.interestPersistence()) {
            turnToOtherGenre();
        } else {
            place += random.nextDouble() < config.driftRate() ? 2 + random.nextInt(LONGEST_LEAP - 1) : 1;
        }
        while (true) {
            int[] trail = items.trail(genre);
            for (int step = 0; step < trail.length; step++) {
                place %= trail.length;
                if (!chosen.get(trail[place])) {
                    return trail[place];
                }
                place++;
            }
            turnToOtherGenre(); // nothing of this genre is left
        }
    }

    private void turnToOtherGenre() {
        int other = random.nextInt(items.genreCount() - 1);
        genre = other < genre ? other : other + 1;
        place = startOf(genre);
    }

    /** A place on a trail, drawn in proportion to the popularity of its item. */
    private int startOf(int genre) {
        int[] trail = items.trail(genre);
        double total = 0;
        for (int item : trail) {
            total += items.popularity(item);
        }
        double left = random.nextDouble() * total;
        int start = 0;
        while (start < trail.length - 1 && left >= items.popularity(trail[start])) {
            left -= items.popularity(trail[start++]);
        }
        return start;
    }
}
