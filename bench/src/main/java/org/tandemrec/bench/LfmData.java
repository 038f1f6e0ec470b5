package org.tandemrec.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Seed;
import org.tandemrec.data.DataException;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.NetflixConfig;
import org.tandemrec.data.NetflixGenerator;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/**
 * What a case of {@link LfmCommand} learns from.
 *
 * @param train the ratings to learn
 * @param test the ratings to predict
 * @param origin where they come from, in a few words
 */
record LfmData(Interactions train, @Nullable Interactions test, String origin) {
    /** As many ratings as MovieLens-1M has. */
    static final int MOVIELENS_RATINGS = 1_000_209;

    private static final int MOVIELENS_USERS = 6_040;
    private static final int MOVIELENS_ITEMS = 3_706;
    private static final int MOVIELENS_FEWEST = 20;
    /* A little more than MovieLens-1M's 165.6 ratings a user, so that there are enough with every seed. */
    private static final int MOVIELENS_MEAN = 175;
    private static final int TEST_PART = 10;

    /** The shape of MovieLens-1M; with {@code tested}, a random tenth of the ratings is there for testing. */
    static LfmData movieLens(Seed seed, int shrink, boolean tested) {
        GeneratorConfig standard = GeneratorConfig.DEFAULT;
        GeneratorConfig config = new GeneratorConfig(
                Math.max(10, MOVIELENS_USERS / shrink),
                MOVIELENS_ITEMS,
                standard.genres(),
                MOVIELENS_FEWEST,
                MOVIELENS_MEAN,
                standard.longTermShare(),
                standard.interestPersistence(),
                standard.driftRate(),
                standard.tasteFactors(),
                standard.tasteStrength(),
                standard.popularityExponent(),
                standard.noise(),
                standard.days());
        Interactions all =
                Generator.generate(config, seed.child("data")).dataset().interactions();
        int ratings = Math.min(all.size(), MOVIELENS_RATINGS / shrink);
        return drawn(all, ratings, tested ? ratings / TEST_PART : 0, seed.child("split"), "generated");
    }

    /** The shape of the Netflix Prize. */
    static LfmData netflix(Seed seed, int shrink, ProgressListener progress) {
        NetflixConfig config = new NetflixConfig(1.0 / shrink);
        try (ProgressListener.Task task = progress.start("inventing", config.ratings(), "ratings")) {
            long[] told = new long[1];
            Interactions all = NetflixGenerator.generate(config, seed.child("data"), (stage, done, total) -> {
                        task.advance(done - told[0]);
                        told[0] = done;
                    })
                    .interactions();
            return new LfmData(all, null, "generated");
        }
    }

    /**
     * Ratings from files.
     *
     * @throws DataException if a line is no rating or there is none
     */
    static LfmData files(Path trainFile, @Nullable Path testFile) {
        Vocabulary.Builder users = new Vocabulary.Builder();
        Vocabulary.Builder items = new Vocabulary.Builder();
        Interactions.Builder train = RatingFile.read(trainFile, users, items);
        Interactions.Builder test = testFile == null ? null : RatingFile.read(testFile, users, items);
        return new LfmData(
                train.build(users.size(), items.size()),
                test == null ? null : test.build(users.size(), items.size()),
                testFile == null ? trainFile.toString() : trainFile + ", tested on " + testFile);
    }

    /** Draws {@code count} of the rows, {@code tests} of them for testing. */
    static LfmData drawn(Interactions all, int count, int tests, Seed seed, String origin) {
        Interactions kept = draw(all, all.size() - count, seed.child("surplus")).train();
        if (tests == 0) {
            return new LfmData(kept, null, origin);
        }
        Split split = draw(kept, tests, seed.child("tests"));
        return new LfmData(split.train(), targets(split), origin);
    }

    /** Makes exactly {@code count} rows targets: the half that is added is lost in rounding down. */
    private static Split draw(Interactions rows, int count, Seed seed) {
        return new SplitRule.Random((count + 0.5) / rows.size(), seed.value()).apply(rows);
    }

    private static Interactions targets(Split split) {
        Interactions all = split.all();
        Interactions.Builder targets = new Interactions.Builder();
        for (int user = 0; user < all.userCount(); user++) {
            for (int row = split.train().end(user); row < all.end(user); row++) {
                targets.add(user, all.item(row), all.rating(row), all.timeMillis(row));
            }
        }
        return targets.build(all.userCount(), all.itemCount());
    }

    /** What it is, in one line. */
    String description() {
        return ReportLines.format(
                "%,d ratings of %,d users on %,d items, %s tested; %s",
                train.size(),
                train.userCount(),
                train.itemCount(),
                test == null ? "none" : ReportLines.format("%,d", test.size()),
                origin);
    }
}
