package org.tandemrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopItemsTest {
    private static final float[] ODD = {
        Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0f, -0f, Float.MIN_VALUE, -1, 1
    };

    private static float[] scores(SplittableRandom random, int count) {
        float[] scores = new float[count];
        int kind = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            scores[i] = switch (kind) {
                case 0 -> ODD[random.nextInt(ODD.length)];
                case 1 -> random.nextInt(4);
                default -> random.nextFloat();
            };
        }
        return scores;
    }

    private static List<Integer> sorted(float[] scores, int count) {
        return IntStream.range(0, scores.length)
                .boxed()
                .filter(item -> !Float.isNaN(scores[item]))
                .sorted(Comparator.<Integer, Float>comparing(item -> scores[item] + 0f) // -0 as 0
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 15, 16, 17, 100, 1000})
    void equalsAFullSort(int capacity) {
        SplittableRandom random = new SplittableRandom(capacity);
        for (int round = 0; round < 200; round++) {
            float[] scores = scores(random, random.nextInt(300));
            TopItems top = new TopItems(capacity);
            for (int item : shuffled(random, scores.length)) {
                top.offer(item, scores[item]);
            }
            top.sort();
            List<Integer> items =
                    IntStream.range(0, top.size()).mapToObj(top::item).toList();
            assertThat(items).isEqualTo(sorted(scores, capacity));
            for (int place = 0; place < top.size(); place++) {
                assertThat(top.score(place)).isEqualTo(scores[top.item(place)]);
            }
        }
    }

    private static int[] shuffled(SplittableRandom random, int size) {
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 16, 100, 2000})
    void offeringAllEqualsOfferingEach(int capacity) {
        SplittableRandom random = new SplittableRandom(capacity);
        for (int round = 0; round < 100; round++) {
            float[] scores = scores(random, random.nextInt(1500));
            int step = random.nextInt(1, 4);
            TopItems each = new TopItems(capacity);
            TopItems all = new TopItems(capacity);
            for (TopItems top : List.of(each, all)) { // what was kept before has higher numbers
                top.offer(5000, 0.5f);
            }
            for (int item = 0; item < scores.length; item++) {
                if (item % step == 0) {
                    each.offer(item, scores[item]);
                }
            }
            all.offerAll(scores, item -> item % step == 0);
            each.sort();
            all.sort();
            assertThat(all).usingRecursiveComparison().isEqualTo(each);
        }
    }

    @Test
    void keepsNoNaNWhateverIsMissing() {
        TopItems top = new TopItems(3);
        top.offer(0, Float.NaN);
        top.offer(1, Float.NEGATIVE_INFINITY);
        top.offer(2, Float.NaN);
        top.sort();
        assertThat(top.size()).isEqualTo(1);
        assertThat(top.item(0)).isEqualTo(1);
    }
}
