package org.tandemrec.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

class SampledNegativesTest {
    private static final Seed SEED = new Seed(11);

    @Test
    void negativesAreDistinctCandidatesThatTheUserNeverHas() {
        int fewer = 0;
        int drawn = 0;
        for (int seed = 0; seed < 100; seed++) {
            Split split = new SplitRule.UserTail(0.3).apply(RandomLog.of(seed));
            Interactions all = split.all();
            Candidates candidates = Candidates.of(split.train());
            SampledNegatives negatives = new SampledNegatives(all, candidates, 6, SEED);
            int[] list = new int[6];
            for (int user = 0; user < all.userCount(); user++) {
                Set<Integer> own = itemsOf(all, user);
                long unseen = Arrays.stream(candidates.items())
                        .filter(item -> !own.contains(item))
                        .count();
                for (int row = split.train().end(user); row < all.end(user); row++) {
                    int count = negatives.draw(user, row, list);
                    assertThat(count).isEqualTo((int) Math.min(6, unseen));
                    assertThat(Arrays.copyOf(list, count)).doesNotHaveDuplicates();
                    for (int i = 0; i < count; i++) {
                        assertThat(candidates.contains(list[i])).isTrue();
                        assertThat(own).doesNotContain(list[i]);
                    }
                    fewer += count < 6 ? 1 : 0;
                    drawn++;
                }
            }
        }
        assertThat(fewer).isBetween(20, drawn - 20); // both cases were met
    }

    @Test
    void aListDependsOnSeedAndRowAlone() {
        Split split = SplitRule.PAPER.apply(wide());
        SampledNegatives forwards = new SampledNegatives(split.all(), Candidates.of(split.train()), 20, SEED);
        SampledNegatives backwards = forwards.copy();
        int rows = split.all().size();
        int[][] first = new int[rows][20];
        for (int user = 0; user < split.all().userCount(); user++) {
            for (int row = split.train().end(user); row < split.all().end(user); row++) {
                forwards.draw(user, row, first[row]);
            }
        }
        int[] again = new int[20];
        int compared = 0;
        for (int user = split.all().userCount() - 1; user >= 0; user--) {
            for (int row = split.all().end(user) - 1; row >= split.train().end(user); row--) {
                backwards.draw(user, row, again);
                assertThat(again).isEqualTo(first[row]);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(split.targetCount()).isGreaterThan(10);
    }

    @Test
    void otherSeedsAndOtherRowsHaveOtherLists() {
        Interactions all = wide();
        Candidates candidates = Candidates.of(all);
        int[] one = new int[20];
        int[] otherRow = new int[20];
        int[] otherSeed = new int[20];
        SampledNegatives negatives = new SampledNegatives(all, candidates, 20, SEED);
        negatives.draw(0, all.start(0), one);
        negatives.draw(0, all.start(0) + 1, otherRow);
        new SampledNegatives(all, candidates, 20, new Seed(12)).draw(0, all.start(0), otherSeed);
        assertThat(one).isNotEqualTo(otherRow).isNotEqualTo(otherSeed);
    }

    @Test
    void whereFewerExistAllAreTaken() {
        Interactions all = RandomLog.ofTimes(0, 1000, 2000);
        Candidates candidates = Candidates.ofCounts(new int[] {1, 1, 1, 1, 0, 1, 1});
        Interactions.Builder rows = new Interactions.Builder();
        for (int row = 0; row < all.size(); row++) {
            rows.add(0, all.item(row), 1, all.timeMillis(row));
        }
        SampledNegatives negatives = new SampledNegatives(rows.build(1, 7), candidates, 10, SEED);
        int[] list = new int[10];
        assertThat(negatives.draw(0, 2, list)).isEqualTo(3);
        assertThat(Arrays.copyOf(list, 3)).containsExactly(3, 5, 6);
    }

    @Test
    void exactlyAsManyAsAskedForIsAllOfThem() {
        Interactions all = new Interactions.Builder().add(0, 0, 1, 0).build(1, 4);
        SampledNegatives negatives = new SampledNegatives(all, Candidates.ofCounts(new int[] {1, 1, 1, 1}), 3, SEED);
        int[] list = new int[3];
        assertThat(negatives.draw(0, 0, list)).isEqualTo(3);
        assertThat(list).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void drawsAreUniformOverTheUnseen() {
        int items = 50;
        Interactions.Builder rows = new Interactions.Builder();
        for (int item = 0; item < 10; item++) {
            rows.add(0, item, 1, item);
        }
        int[] counts = new int[items];
        Arrays.fill(counts, 1);
        SampledNegatives negatives = new SampledNegatives(rows.build(1, items), Candidates.ofCounts(counts), 8, SEED);
        int[] drawn = new int[items];
        int[] list = new int[8];
        int lists = 5000;
        for (int row = 0; row < lists; row++) {
            negatives.draw(0, row, list);
            for (int item : list) {
                drawn[item]++;
            }
        }
        /* Each of 40 unseen items is in a list with probability 1/5: mean 1000, standard deviation 28. */
        for (int item = 10; item < items; item++) {
            assertThat(drawn[item]).as("item %d", item).isBetween(860, 1140);
        }
    }

    @Test
    void noNegativesCannotBeAskedFor() {
        Interactions all = wide();
        assertThatThrownBy(() -> new SampledNegatives(all, Candidates.of(all), 0, SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a target needs at least 1 negative, but 0 were asked for");
    }

    @Test
    void popularNegativesAreDistinctCandidatesThatTheUserNeverHas() {
        int fewer = 0;
        int drawn = 0;
        for (int seed = 0; seed < 100; seed++) {
            Split split = new SplitRule.UserTail(0.3).apply(RandomLog.of(seed));
            Interactions all = split.all();
            int[] counts = split.train().itemCounts();
            SampledNegatives negatives = SampledNegatives.byPopularity(all, counts, 6, SEED);
            int[] list = new int[6];
            for (int user = 0; user < all.userCount(); user++) {
                Set<Integer> own = itemsOf(all, user);
                long unseen = IntStream.range(0, counts.length)
                        .filter(item -> counts[item] > 0 && !own.contains(item))
                        .count();
                for (int row = split.train().end(user); row < all.end(user); row++) {
                    int count = negatives.draw(user, row, list);
                    assertThat(count).isEqualTo((int) Math.min(6, unseen));
                    assertThat(Arrays.copyOf(list, count)).doesNotHaveDuplicates();
                    for (int i = 0; i < count; i++) {
                        assertThat(counts[list[i]]).isPositive();
                        assertThat(own).doesNotContain(list[i]);
                    }
                    fewer += count < 6 ? 1 : 0;
                    drawn++;
                }
            }
        }
        assertThat(fewer).isBetween(20, drawn - 20); // both cases were met
    }

    @Test
    void aPopularListDependsOnSeedAndRowAlone() {
        Interactions all = wide();
        SampledNegatives negatives = SampledNegatives.byPopularity(all, all.itemCounts(), 20, SEED);
        SampledNegatives copy = negatives.copy();
        int[] one = new int[20];
        int[] again = new int[20];
        int[] other = new int[20];
        negatives.draw(3, all.start(3), one);
        copy.draw(7, all.start(7), other);
        copy.draw(3, all.start(3), again);
        assertThat(again).isEqualTo(one).isNotEqualTo(other);
        negatives.draw(3, all.start(3) + 1, other);
        assertThat(other).isNotEqualTo(one);
        SampledNegatives.byPopularity(all, all.itemCounts(), 20, new Seed(12)).draw(3, all.start(3), other);
        assertThat(other).isNotEqualTo(one);
    }

    /** Two of items with 1, 2, 3 and 4 events: drawn one after another, the second from those left. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1_000_000_000})
    void popularNegativesAreDrawnInProportionToThoseLeft(int eventsOfTheOwnItem) {
        int[] counts = {1, 2, 3, 4, eventsOfTheOwnItem}; // where that is nearly everything, draws fall on it in vain
        Interactions all = new Interactions.Builder().add(0, 4, 1, 0).build(1, 5);
        SampledNegatives negatives = SampledNegatives.byPopularity(all, counts, 2, SEED);
        int[][] drawn = new int[4][4];
        int[] list = new int[2];
        int lists = 40_000;
        for (int row = 0; row < lists; row++) {
            assertThat(negatives.draw(0, row, list)).isEqualTo(2);
            drawn[list[0]][list[1]]++;
        }
        for (int first = 0; first < 4; first++) {
            for (int second = 0; second < 4; second++) {
                double chance = first == second ? 0 : counts[first] / 10.0 * counts[second] / (10.0 - counts[first]);
                double deviation = Math.sqrt(lists * chance * (1 - chance));
                assertThat((double) drawn[first][second])
                        .as("%d, then %d", first, second)
                        .isBetween(lists * chance - 4.5 * deviation, lists * chance + 4.5 * deviation);
            }
        }
    }

    @Test
    void withoutAnyTrainingEventNoNegativeExists() {
        Interactions all = wide();
        SampledNegatives negatives = SampledNegatives.byPopularity(all, new int[200], 5, SEED);
        assertThat(negatives.draw(0, 0, new int[5])).isZero();
    }

    /** 20 users with 15 of 200 items each. */
    private static Interactions wide() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 20; user++) {
            for (int i = 0; i < 15; i++) {
                rows.add(user, (user * 37 + i * 13) % 200, 1, i * 1000L);
            }
        }
        return rows.build(20, 200);
    }

    private static Set<Integer> itemsOf(Interactions all, int user) {
        Set<Integer> items = new HashSet<>();
        for (int row = all.start(user); row < all.end(user); row++) {
            items.add(all.item(row));
        }
        return items;
    }
}
