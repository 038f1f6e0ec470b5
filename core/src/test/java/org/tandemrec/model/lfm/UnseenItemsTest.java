package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.lfm.LfmConfig.NegativesConfig;

class UnseenItemsTest {
    private static final int USERS = 600;
    private static final int ITEMS = 120;

    /** Over many epochs every unseen item comes as often as its weight says, whatever the block it lies in; seen ones never. */
    @ParameterizedTest
    @ValueSource(floats = {0, 0.5f, 1})
    void aUsersNegativesAreDrawnByWeightFromAllUnseenItems(float alpha) {
        Interactions training = RandomPairs.of(USERS, ITEMS, 60_000, 7);
        PairGrid grid = new PairGrid(training, LfmConfig.DEFAULT, new Seed(3), Parallel.sequential());
        assertThat(grid.side()).isGreaterThan(1);
        UnseenItems unseen = new UnseenItems(grid, new NegativesConfig(4, alpha), USERS);
        UnseenItems.Sampler sampler = unseen.new Sampler();
        int user = 300;
        boolean[] seen = new boolean[ITEMS];
        for (int row = training.start(user); row < training.end(user); row++) {
            seen[training.item(row)] = true;
        }
        int[] drawn = new int[ITEMS];
        int total = 0;
        int epochs = 4000;
        Draws draws = new Draws();
        draws.start(new Seed(5));
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int b = 0; b < grid.side(); b++) {
                int count = sampler.negatives(user, b, draws);
                if (count > 0) {
                    sampler.begin(user, b);
                }
                for (int n = 0; n < count; n++) {
                    drawn[sampler.draw(draws)]++;
                }
                total += count;
            }
        }
        assertThat((double) total / epochs).isCloseTo(4.0 * grid.userPairs(user), within(0.1));
        double weights = 0;
        for (int item = 0; item < ITEMS; item++) {
            weights += seen[item] ? 0 : Math.pow(grid.itemPairs(item), alpha);
        }
        for (int item = 0; item < ITEMS; item++) {
            if (seen[item]) {
                assertThat(drawn[item]).isZero();
            } else {
                double expected = total * Math.pow(grid.itemPairs(item), alpha) / weights;
                assertThat((double) drawn[item]).isCloseTo(expected, within(6 * Math.sqrt(expected) + 1));
            }
        }
    }

    /** Where rejection would look for one item in a million draws, unseen items are listed. */
    @ParameterizedTest
    @ValueSource(floats = {0, 1, 2})
    void whoHasSeenAllButUnpopularItemsStillDrawsThem(float alpha) {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                if (item < ITEMS - 2 || user == item) { // the last two have one user each, who is not user 0
                    rows.addUntimed(user, item);
                }
            }
        }
        PairGrid grid = new PairGrid(rows.build(USERS, ITEMS), LfmConfig.DEFAULT, new Seed(3), Parallel.sequential());
        UnseenItems.Sampler sampler = new UnseenItems(grid, new NegativesConfig(4, alpha), USERS).new Sampler();
        int[] drawn = new int[ITEMS];
        Draws draws = new Draws();
        draws.start(new Seed(5));
        for (int b = 0; b < grid.side(); b++) {
            int count = sampler.negatives(0, b, draws);
            if (count > 0) {
                sampler.begin(0, b);
            }
            for (int n = 0; n < count; n++) {
                drawn[sampler.draw(draws)]++;
            }
        }
        int pairs = ITEMS - 2;
        assertThat(drawn[ITEMS - 1] + drawn[ITEMS - 2]).isBetween(4 * pairs - 1, 4 * pairs + 1);
        assertThat((double) drawn[ITEMS - 1]).isCloseTo(2.0 * pairs, within(60.0));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 0.5f})
    void expectedDrawsAddUpToAllDraws(float alpha) {
        Interactions training = RandomPairs.of(USERS, ITEMS, 60_000, 8);
        PairGrid grid = new PairGrid(training, LfmConfig.DEFAULT, new Seed(3), Parallel.sequential());
        UnseenItems unseen = new UnseenItems(grid, new NegativesConfig(3, alpha), USERS);
        double sum = 0;
        for (int item = 0; item < ITEMS; item++) {
            sum += unseen.expected(item);
        }
        assertThat(sum).isCloseTo(3.0 * grid.pairs(), within(1e-3));
    }
}
