package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdcgTest {
    private static final double EXACT = 1e-14;

    @Test
    void gradedRelevance() {
        double[] relevance = {3, 2, 0, 1};
        /* 7/1 + 3/log2(3) + 0 + 1/log2(5), ideal 7/1 + 3/log2(3) + 1/log2(4) */
        assertThat(Ndcg.dcg(relevance, 4)).isCloseTo(9.323465818787765, within(EXACT));
        assertThat(Ndcg.of(relevance, 4)).isCloseTo(0.992619504174702, within(EXACT));
        assertThat(Ndcg.of(relevance, 2)).isEqualTo(1);
        assertThat(relevance).containsExactly(3, 2, 0, 1);
    }

    @Test
    void binaryRelevance() {
        double[] relevance = {0, 1, 0, 1};
        assertThat(Ndcg.dcg(relevance, 4)).isCloseTo(1.0616063116448506, within(EXACT));
        assertThat(Ndcg.of(relevance, 4)).isCloseTo(0.6509209298071326, within(EXACT));
        assertThat(Ndcg.of(relevance, 3)).isCloseTo(0.38685280723454163, within(EXACT));
        assertThat(Ndcg.of(relevance, 1)).isZero();
    }

    @Test
    void theCutMayLieBeyondTheList() {
        assertThat(Ndcg.dcg(new double[] {1}, 10)).isEqualTo(1);
        assertThat(Ndcg.of(new double[] {0, 1}, 10)).isCloseTo(0.6309297535714575, within(EXACT));
    }

    @Test
    void nothingRelevantIsZero() {
        assertThat(Ndcg.of(new double[] {0, 0, 0}, 3)).isZero();
        assertThat(Ndcg.of(new double[0], 3)).isZero();
    }

    @Test
    void oneRelevantItemIsThatOfItsRank() {
        for (int rank = 1; rank <= 12; rank++) {
            double[] relevance = new double[12];
            relevance[rank - 1] = 1;
            for (int k = 1; k <= 12; k++) {
                assertThat(Ndcg.ofRank(rank, k)).isEqualTo(Ndcg.of(relevance, k));
            }
        }
        assertThat(Ndcg.ofRank(1, 10)).isEqualTo(1);
        assertThat(Ndcg.ofRank(3, 10)).isCloseTo(0.5, within(EXACT));
        assertThat(Ndcg.ofRank(11, 10)).isZero();
        assertThat(Ndcg.ofRank(Integer.MAX_VALUE, 10)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void liesBetweenZeroAndOneAndIsOneInTheIdealOrderOnly(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] relevance = random.ints(20, 0, 4).asDoubleStream().toArray();
        for (int k = 1; k <= 25; k++) {
            assertThat(Ndcg.of(relevance, k)).isBetween(0.0, 1.0);
            assertThat(Ndcg.dcg(relevance, k)).isGreaterThanOrEqualTo(Ndcg.dcg(relevance, k - 1));
        }
        assertThat(Ndcg.of(relevance, 20)).isLessThan(1);
        double[] ideal = java.util.Arrays.stream(relevance)
                .map(r -> -r)
                .sorted()
                .map(r -> -r)
                .toArray();
        assertThat(Ndcg.of(ideal, 20)).isEqualTo(1);
    }
}
