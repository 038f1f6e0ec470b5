package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

class TopListTest {
    private static final int ITEMS = 300;

    /** User 0 saw some items, user 1 all but the last twenty, which are no candidates. */
    private static Split split(Random random) {
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < 60; i++) {
            rows.addUnrated(0, random.nextInt(ITEMS - 20), 0);
        }
        rows.addUnrated(0, 5, 1000);
        for (int item = 0; item < ITEMS - 20; item++) {
            rows.addUnrated(1, item, 0);
        }
        return new SplitRule.GlobalTime(1000).apply(rows.build(2, ITEMS));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theFirstItemsAreThoseOfASortedList(long seed) {
        Random random = new Random(seed);
        Split split = split(random);
        Candidates candidates = Candidates.of(split.train());
        Ranking.Full ranking = new Ranking.Full(split, candidates, seed % 2 == 0);
        int row = split.train().end(0);
        Relevant relevant = new Relevant(split.all(), candidates, 1);
        relevant.set(row, row + 1);
        ranking.list(0, row, relevant);
        int offset = random.nextInt(5);
        float[] scores = new float[offset + ITEMS];
        int levels = seed < 3 ? 4 : 1_000_000;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(50) == 0 ? Float.NaN : (random.nextInt(levels) - levels / 2) / 7f;
        }
        scores[offset + 17] = Float.POSITIVE_INFINITY;
        scores[offset + 18] = Float.NEGATIVE_INFINITY;
        List<Integer> sorted = IntStream.range(0, ITEMS)
                .filter(item -> !ranking.excludes(item))
                .boxed()
                .sorted(Comparator.comparingDouble(item -> order(scores[offset + item])))
                .toList();
        assertThat(sorted).hasSize(ranking.rivals() + 1);
        for (int limit : new int[] {1, 2, 10, 100, 280}) {
            TopList top = new TopList(limit);
            top.select(ranking, ITEMS, scores, offset);
            top.select(ranking, ITEMS, scores, offset); // nothing is left of the list before
            assertThat(IntStream.range(0, top.count()).map(top::item).boxed())
                    .isEqualTo(sorted.subList(0, Math.min(limit, sorted.size())));
        }
    }

    private static double order(float score) {
        return Float.isNaN(score) ? Double.NEGATIVE_INFINITY : -score + 0.0;
    }
}
