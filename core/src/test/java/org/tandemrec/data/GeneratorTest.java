package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;

class GeneratorTest {
    private static final Seed SEED = new Seed(3);

    private static final GeneratedDataset DEMO = Generator.generate(GeneratorConfig.DEFAULT, SEED);

    @Test
    void theSameSeedGivesTheSameBits() {
        GeneratorConfig config = config(200, 300, 0.4, 0.9, 0.1, 0.5);
        GeneratedDataset one = Generator.generate(config, SEED);
        GeneratedDataset two = Generator.generate(config, SEED);
        assertThat(one.dataset().interactions().checksum())
                .isEqualTo(two.dataset().interactions().checksum());
        assertThat(one.dataset().items().ids()).isEqualTo(two.dataset().items().ids());
        assertThat(one.dataset().titles()).isEqualTo(two.dataset().titles());
        assertThat(one.genres()).isEqualTo(two.genres());
    }

    /** The same bits on every machine and in every version: a change of this value changes the demo's figures. */
    @Test
    void theDemosDataIsPinned() {
        Interactions rows = Generator.generate(GeneratorConfig.DEFAULT, new Seed(42))
                .dataset()
                .interactions();
        assertThat(rows.checksum()).isEqualTo(1414042657488379249L);
    }

    @Test
    void anotherSeedGivesOtherData() {
        GeneratorConfig config = config(50, 300, 0.4, 0.9, 0.1, 0.5);
        Dataset one = Generator.generate(config, SEED).dataset();
        Dataset two = Generator.generate(config, new Seed(4)).dataset();
        assertThat(one.interactions().checksum())
                .isNotEqualTo(two.interactions().checksum());
        assertThat(one.titles()).isNotEqualTo(two.titles());
    }

    @Test
    void moreUsersLeaveTheFirstOnesAsTheyAre() {
        Dataset few =
                Generator.generate(config(20, 300, 0.4, 0.9, 0.1, 0.5), SEED).dataset();
        Dataset many =
                Generator.generate(config(60, 300, 0.4, 0.9, 0.1, 0.5), SEED).dataset();
        Interactions rows = few.interactions();
        for (int user = 0; user < 20; user++) {
            assertThat(rows.count(user)).isEqualTo(many.interactions().count(user));
            for (int row = rows.start(user); row < rows.end(user); row++) {
                assertThat(rows.item(row)).isEqualTo(many.interactions().item(row));
                assertThat(rows.rating(row)).isEqualTo(many.interactions().rating(row));
                assertThat(rows.timeMillis(row)).isEqualTo(many.interactions().timeMillis(row));
            }
        }
    }

    @Test
    void sizesAreAsAsked() {
        Interactions rows = DEMO.dataset().interactions();
        assertThat(rows.userCount()).isEqualTo(GeneratorConfig.DEFAULT.users());
        assertThat(rows.itemCount()).isEqualTo(GeneratorConfig.DEFAULT.items());
        assertThat(DEMO.dataset().titles()).hasSize(GeneratorConfig.DEFAULT.items());
        assertThat(new HashSet<>(DEMO.genres().values())).hasSize(GeneratorConfig.DEFAULT.genres());
        assertThat(rows.size() / (double) rows.userCount()).isBetween(53.0, 57.0);
        int shortest = Integer.MAX_VALUE;
        for (int user = 0; user < rows.userCount(); user++) {
            shortest = Math.min(shortest, rows.count(user));
            assertThat(rows.count(user)).isLessThanOrEqualTo(GeneratorConfig.DEFAULT.items() / 2);
        }
        assertThat(shortest).isEqualTo(GeneratorConfig.DEFAULT.minLength());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aUserNeverMeetsAnItemTwice(long seed) {
        Interactions rows = Generator.generate(config(100, 100, 0.4, 0.9, 0.1, 1), new Seed(seed))
                .dataset()
                .interactions();
        for (int user = 0; user < rows.userCount(); user++) {
            Set<Integer> met = new HashSet<>();
            for (int row = rows.start(user); row < rows.end(user); row++) {
                assertThat(met.add(rows.item(row))).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 1, 0", "0, 1, 1", "1, 1, 1", "0.5, 0.5, 1"})
    void theEdgesOfEveryShareWork(double longTermShare, double persistence, double drift) {
        Interactions rows = Generator.generate(config(50, 40, longTermShare, persistence, drift, 0), SEED)
                .dataset()
                .interactions();
        assertThat(rows.size()).isGreaterThanOrEqualTo(50 * 10);
    }

    @Test
    void ratingsAreWholeStarsAndAllOfThemOccur() {
        Interactions rows = DEMO.dataset().interactions();
        int[] stars = new int[6];
        for (int row = 0; row < rows.size(); row++) {
            float rating = rows.rating(row);
            boolean whole = rating == (int) rating && rating >= 1 && rating <= 5;
            stars[whole ? (int) rating : 0]++;
        }
        assertThat(stars[0]).as("others").isZero();
        for (int star = 1; star <= 5; star++) {
            assertThat(stars[star]).as("%d stars", star).isGreaterThan(rows.size() / 100);
        }
    }

    @Test
    void timesAreWholeSecondsOfThePeriodInVisits() {
        Interactions rows = DEMO.dataset().interactions();
        long start = VisitTimes.PERIOD_START_SECONDS * 1000;
        long end = start + 1000L * GeneratorConfig.DEFAULT.days() * VisitTimes.DAY_SECONDS;
        int ties = 0;
        int visits = 0;
        int wrong = 0;
        for (int user = 0; user < rows.userCount(); user++) {
            for (int row = rows.start(user); row < rows.end(user); row++) {
                long time = rows.timeMillis(row);
                wrong += time < start || time >= end || time % 1000 != 0 ? 1 : 0;
                if (row > rows.start(user)) {
                    long gap = time - rows.timeMillis(row - 1);
                    ties += gap == 0 ? 1 : 0;
                    visits += gap > 600_000 ? 1 : 0;
                }
            }
        }
        assertThat(wrong).isZero();
        assertThat(ties / (double) rows.size()).isBetween(0.05, 0.12);
        assertThat(rows.size() / (double) visits).isBetween(6.0, 12.0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 700", "2, 50", "3, 3", "30, 1", "30, 300", "1000, 55"})
    void timesAreDrawnInOrder(int days, int count) {
        long end = VisitTimes.PERIOD_START_SECONDS + (long) days * VisitTimes.DAY_SECONDS;
        for (int seed = 0; seed < 50; seed++) {
            long[] seconds = VisitTimes.draw(days, count, SEED.child(seed).random());
            assertThat(seconds).hasSize(count).isSorted();
            assertThat(seconds[0]).isGreaterThanOrEqualTo(VisitTimes.PERIOD_START_SECONDS);
            assertThat(seconds[count - 1]).isLessThan(end);
        }
    }

    @Test
    void aPeriodOfOneDayHoldsEverything() {
        GeneratorConfig config = new GeneratorConfig(5, 2000, 2, 400, 500, 0.5, 0.9, 0.1, 2, 1, 1, 1, 1);
        Interactions rows = Generator.generate(config, SEED).dataset().interactions();
        long start = VisitTimes.PERIOD_START_SECONDS * 1000;
        for (int row = 0; row < rows.size(); row++) {
            assertThat(rows.timeMillis(row)).isBetween(start, start + VisitTimes.DAY_SECONDS * 1000L - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6, 0.9})
    void interestsPersistAsOftenAsAsked(double persistence) {
        /* Long trails, so that no genre is used up. */
        GeneratorConfig config = new GeneratorConfig(500, 2000, 10, 20, 30, 0, persistence, 0.1, 2, 1, 0.5, 1, 100);
        GeneratedDataset generated = Generator.generate(config, SEED);
        assertThat(sameGenreShare(generated)).isBetween(persistence - 0.02, persistence + 0.02);
    }

    @Test
    void tasteAloneHasNoInterests() {
        GeneratorConfig config = new GeneratorConfig(500, 2000, 10, 20, 30, 1, 0.9, 0.1, 2, 0, 0, 1, 100);
        /* No taste strength and no popularity: genres are met by chance alone. */
        assertThat(sameGenreShare(Generator.generate(config, SEED))).isBetween(0.08, 0.12);
    }

    @Test
    void popularityIsAsSkewedAsAsked() {
        double even = shareOfTopTenth(0);
        double skewed = shareOfTopTenth(1);
        assertThat(even).isBetween(0.1, 0.15);
        /* A tenth of 500 items has the share (ln 50 + γ) / (ln 500 + γ) = 0.66 of a Zipf law, less for users never repeating. */
        assertThat(skewed).isBetween(0.5, 0.66);
    }

    @Test
    void titlesAreDistinctAndSeriesAreNumbered() {
        Map<String, String> titles = Generator.generate(config(1, 5000, 0.4, 0.9, 0.1, 1), SEED)
                .dataset()
                .titles();
        assertThat(titles.values())
                .doesNotHaveDuplicates()
                .allMatch(title -> title.matches("The [A-Z].* \\((19[3-9]\\d|2000)\\)"));
        assertThat(titles.values()).anyMatch(title -> title.contains(" III ("));
    }

    @Test
    void namesLastForTheLargestCatalogue() {
        InventedTitles names = new InventedTitles(SEED.random());
        Set<String> seen = new HashSet<>();
        for (int series = 0; series < 100_000; series++) {
            assertThat(seen.add(names.title(series, 1, 1990))).isTrue();
        }
    }

    private static GeneratorConfig config(
            int users, int items, double longTermShare, double persistence, double drift, double exponent) {
        return new GeneratorConfig(
                users, items, 4, 10, items / 4, longTermShare, persistence, drift, 3, 2, exponent, 0.6, 500);
    }

    private static double sameGenreShare(GeneratedDataset generated) {
        Interactions rows = generated.dataset().interactions();
        List<String> genre = new ArrayList<>();
        for (String itemId : generated.dataset().items().ids()) {
            genre.add(generated.genres().getOrDefault(itemId, "none"));
        }
        int pairs = 0;
        int same = 0;
        for (int user = 0; user < rows.userCount(); user++) {
            for (int row = rows.start(user) + 1; row < rows.end(user); row++) {
                pairs++;
                same += genre.get(rows.item(row)).equals(genre.get(rows.item(row - 1))) ? 1 : 0;
            }
        }
        return same / (double) pairs;
    }

    private static double shareOfTopTenth(double exponent) {
        GeneratorConfig config = new GeneratorConfig(1000, 500, 10, 10, 20, 1, 0.9, 0.1, 2, 0, exponent, 1, 100);
        Interactions rows = Generator.generate(config, SEED).dataset().interactions();
        int[] counts = rows.itemCounts();
        Arrays.sort(counts);
        int top = 0;
        for (int i = counts.length - 50; i < counts.length; i++) {
            top += counts[i];
        }
        return top / (double) rows.size();
    }
}
