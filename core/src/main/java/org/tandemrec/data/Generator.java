package org.tandemrec.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.tandemrec.base.Seed;

/**
 * Invents a data set in which users have stable tastes and short-lived interests, so that what a long-term model can learn and
 * what a sequence model can learn are both there and differ.
 *
 * <p>Each choice of a user follows, with probability {@code longTermShare}, the stable taste, and else the current interest: a
 * walk along the trail of a genre's items. The process is stated in {@code docs/generator.md}.
 */
public final class Generator {
    private static final String FORMAT = "generated";

    private Generator() {}

    /**
     * Returns the data of {@code seed}: the same bits on every machine, whatever else runs. A user's rows depend on the seed, the
     * items and the user's number, not on how many users there are.
     */
    public static GeneratedDataset generate(GeneratorConfig config, Seed seed) {
        InventedItems items = new InventedItems(config, seed.child("items"));
        Vocabulary.Builder userIds = new Vocabulary.Builder();
        Vocabulary.Builder itemIds = new Vocabulary.Builder();
        Interactions.Builder rows = new Interactions.Builder();
        InventedUser user = new InventedUser(config, items);
        Seed userSeed = seed.child("users");
        for (int number = 0; number < config.users(); number++) {
            SplittableRandom random = userSeed.child(number).random();
            user.begin(random);
            int length = length(config, random);
            long[] seconds = VisitTimes.draw(config.days(), length, random);
            int dense = userIds.add(Integer.toString(number + 1));
            for (int i = 0; i < length; i++) {
                int item = user.choose();
                rows.add(dense, itemIds.add(items.id(item)), user.rate(item), seconds[i] * 1000);
            }
        }
        Interactions interactions = rows.build(userIds.size(), itemIds.size());
        Dataset dataset =
                new Dataset("generated", FORMAT, interactions, userIds.build(), itemIds.build(), titles(items));
        return new GeneratedDataset(config, seed, dataset, genres(items));
    }

    /** {@code minLength} plus an exponential draw, at most half the items, so that something is always left to choose. */
    private static int length(GeneratorConfig config, SplittableRandom random) {
        double beyond = -StrictMath.log(1 - random.nextDouble()) * (config.meanLength() - config.minLength());
        return (int) Math.min(config.items() / 2, config.minLength() + Math.round(beyond));
    }

    private static Map<String, String> titles(InventedItems items) {
        Map<String, String> titles = new LinkedHashMap<>();
        for (int item = 0; item < items.size(); item++) {
            titles.put(items.id(item), items.title(item));
        }
        return Collections.unmodifiableMap(titles); // keeps its order, unlike Map.copyOf
    }

    private static Map<String, String> genres(InventedItems items) {
        Map<String, String> genres = new LinkedHashMap<>();
        for (int item = 0; item < items.size(); item++) {
            genres.put(items.id(item), InventedTitles.genre(items.genre(item)));
        }
        return Collections.unmodifiableMap(genres);
    }
}
