package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

class PairGridTest {
    private static PairGrid grid(Interactions training) {
        return new PairGrid(training, LfmConfig.EXPLICIT, new Seed(3), Parallel.sequential());
    }

    private static Map<Long, Float> lastRatings(Interactions training) {
        Map<Long, Float> last = new HashMap<>();
        for (int user = 0; user < training.userCount(); user++) {
            for (int row = training.start(user); row < training.end(user); row++) {
                last.put((long) user << 32 | training.item(row), training.rating(row));
            }
        }
        return last;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyPairIsThereOnceWithItsLastRating(long seed) {
        Interactions training = RandomPairs.of(900, 300, 90_000, seed);
        PairGrid grid = grid(training);
        assertThat(grid.side()).isGreaterThan(2);
        Map<Long, Float> found = new HashMap<>();
        for (int userBlock = 0; userBlock < grid.side(); userBlock++) {
            for (int itemBlock = 0; itemBlock < grid.side(); itemBlock++) {
                for (int user = grid.userFrom(userBlock); user < grid.userFrom(userBlock + 1); user++) {
                    for (int pair = grid.start(itemBlock, user); pair < grid.start(itemBlock, user + 1); pair++) {
                        int item = grid.items().items(itemBlock)[grid.local(pair)];
                        assertThat(grid.items().block(item)).isEqualTo(itemBlock);
                        assertThat(found.put((long) user << 32 | item, grid.rating(pair)))
                                .isNull();
                    }
                }
            }
        }
        assertThat(found).isEqualTo(lastRatings(training));
        assertThat(grid.pairs()).isEqualTo(found.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void blocksAreOfAboutOneSize(long seed) {
        PairGrid grid = grid(RandomPairs.of(900, 300, 90_000, seed));
        int mean = grid.pairs() / grid.side() / grid.side();
        for (int userBlock = 0; userBlock < grid.side(); userBlock++) {
            for (int itemBlock = 0; itemBlock < grid.side(); itemBlock++) {
                assertThat(grid.pairs(userBlock, itemBlock)).isBetween(mean * 3 / 4, mean * 4 / 3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 1000})
    void itemsThatOccurAreDealtOnce(int blocks) {
        int[] counts = new int[2000];
        for (int item = 0; item < counts.length; item += 2) {
            counts[item] = 1 + item % 50;
        }
        ItemBlocks dealt = new ItemBlocks(counts, blocks, new Seed(1));
        Set<Integer> items = new HashSet<>();
        for (int b = 0; b < blocks; b++) {
            assertThat(dealt.items(b).length).isBetween(1000 / blocks, 1000 / blocks + 1);
            for (int place = 0; place < dealt.items(b).length; place++) {
                int item = dealt.items(b)[place];
                assertThat(items.add(item)).isTrue();
                assertThat(dealt.block(item)).isEqualTo(b);
                assertThat(dealt.local(item)).isEqualTo(place);
            }
        }
        assertThat(items).hasSize(1000).allMatch(item -> counts[item] > 0);
        assertThat(dealt.block(1)).isEqualTo(-1);
    }

    /** Places in a block are chars, so many items need several blocks, even of users who are fewer. */
    @Test
    void oneUserOfManyItems() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int item = 0; item < 70_000; item++) {
            rows.addUntimed(0, item, 1 + item % 5);
        }
        Interactions training = rows.build(1, 70_000);
        PairGrid grid = grid(training);
        boolean[] found = new boolean[70_000];
        for (int b = 0; b < grid.side(); b++) {
            for (int pair = grid.start(b, 0); pair < grid.start(b, 1); pair++) {
                int item = grid.items().items(b)[grid.local(pair)];
                assertThat(found[item]).isFalse();
                assertThat(grid.rating(pair)).isEqualTo(1 + item % 5);
                found[item] = true;
            }
        }
        assertThat(grid.pairs()).isEqualTo(70_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void whoeverIsAloneHasABlock(int users) {
        PairGrid grid = grid(RandomPairs.of(users, 2, 50_000, 1));
        assertThat(grid.userFrom(0)).isZero();
        assertThat(grid.userFrom(grid.side())).isEqualTo(users);
        assertThat(grid.pairs()).isEqualTo(2 * users);
    }
}
