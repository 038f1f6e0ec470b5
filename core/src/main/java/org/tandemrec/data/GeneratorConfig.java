package org.tandemrec.data;

import org.tandemrec.base.Check;

/**
 * What the {@link Generator} invents. The process and its formulas are in {@code docs/generator.md}.
 *
 * @param users number of users, 1 … 10,000,000
 * @param items number of items, at least 10 a genre, at most 100,000
 * @param genres number of genres, 2 … 18
 * @param minLength fewest ratings of a user, at least 1
 * @param meanLength mean ratings of a user before the cap of half the items, from {@code minLength} to a quarter of the items
 * @param longTermShare probability that a choice follows the stable taste rather than the current interest
 * @param interestPersistence probability that an interest stays in its genre when it is followed the next time
 * @param driftRate probability that an interest which stays in its genre leaps ahead instead of taking the next place
 * @param tasteFactors dimensions of the taste within genres, 1 … 64
 * @param tasteStrength how sharply choices follow the stable taste; 0 leaves popularity alone
 * @param popularityExponent exponent of the Zipf-like popularity; 0 makes all items equally popular
 * @param noise standard deviation of a rating around what taste and quality say, in stars
 * @param days length of the period that starts on 2000-01-01, 1 … 10,000
 */
public record GeneratorConfig(
        int users,
        int items,
        int genres,
        int minLength,
        int meanLength,
        double longTermShare,
        double interestPersistence,
        double driftRate,
        int tasteFactors,
        double tasteStrength,
        double popularityExponent,
        double noise,
        int days) {
    /** The size of the demo: about 110,000 ratings. */
    public static final GeneratorConfig DEFAULT =
            new GeneratorConfig(2000, 600, 12, 20, 55, 0.45, 0.92, 0.08, 3, 3.0, 0.4, 0.6, 1000);

    private static final int MAX_USERS = 10_000_000;
    private static final int MAX_ITEMS = 100_000;
    private static final int MAX_RATINGS = 500_000_000;
    private static final int MIN_ITEMS_PER_GENRE = 10;
    private static final int MAX_TASTE_FACTORS = 64;
    private static final int MAX_DAYS = 10_000;

    /**
     * Checks every component.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public GeneratorConfig {
        range("users", users, 1, MAX_USERS);
        range("genres", genres, 2, InventedTitles.genreCount());
        range("items", items, MIN_ITEMS_PER_GENRE * genres, MAX_ITEMS);
        range("minLength", minLength, 1, items / 4);
        range("meanLength", meanLength, minLength, items / 4);
        Check.argument(
                (long) users * meanLength <= MAX_RATINGS,
                "users × meanLength must be at most %d, but was %d; ask for fewer users",
                MAX_RATINGS,
                (long) users * meanLength);
        range("longTermShare", longTermShare, 0, 1);
        range("interestPersistence", interestPersistence, 0, 1);
        range("driftRate", driftRate, 0, 1);
        range("tasteFactors", tasteFactors, 1, MAX_TASTE_FACTORS);
        range("tasteStrength", tasteStrength, 0, 10);
        range("popularityExponent", popularityExponent, 0, 5);
        range("noise", noise, 0, 10);
        range("days", days, 1, MAX_DAYS);
    }

    private static void range(String name, int value, int least, int most) {
        Check.argument(value >= least && value <= most, "%s must be %d … %d, but was %d", name, least, most, value);
    }

    private static void range(String name, double value, double least, double most) {
        Check.argument(value >= least && value <= most, "%s must be %s … %s, but was %s", name, least, most, value);
    }
}
