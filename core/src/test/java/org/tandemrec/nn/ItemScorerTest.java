package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class ItemScorerTest {
    private static final Parallel ONE = Parallel.sequential();
    private static final ParallelGemm GEMM = new ParallelGemm(Gemm.best(), ONE);

    private static ItemScorer scorer(int N, int H, SplittableRandom random) {
        RowTable vectors = new RowTable("V", N, H);
        RowTable bias = new RowTable("a", N, 1);
        CentralDifference.fill(vectors.value(), random);
        CentralDifference.fill(bias.value(), random);
        return new ItemScorer(vectors, bias);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 100, 128})
    void oneRowIsLikeMany(int H) {
        SplittableRandom random = new SplittableRandom(H);
        ItemScorer scorer = scorer(301, H, random);
        float[] h = CentralDifference.draw(3 * H, random);
        float[] together = new float[3 * 301];
        scorer.score(h, 3, together, GEMM, ONE);
        for (int row = 0; row < 3; row++) {
            float[] alone = new float[301];
            scorer.score(Arrays.copyOfRange(h, row * H, (row + 1) * H), 1, alone, GEMM, ONE);
            assertThat(Arrays.copyOfRange(together, row * 301, (row + 1) * 301)).containsExactly(alone, within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1000, -1000})
    void probabilitiesSumToOne(float shift) {
        SplittableRandom random = new SplittableRandom(4);
        ItemScorer scorer = scorer(1001, 3, random);
        float[] scores = CentralDifference.draw(3 * 1001, random);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 10 * scores[i] + shift;
        }
        float[] probabilities = scores.clone();
        scorer.logSoftmax(probabilities, 3, ONE);
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            for (int i = row * 1001; i < (row + 1) * 1001; i++) {
                sum += Math.exp(probabilities[i]);
                assertThat(probabilities[i] - probabilities[row * 1001])
                        .isCloseTo(scores[i] - scores[row * 1001], within(1e-3f));
            }
            assertThat(sum).isCloseTo(1, within(1e-4));
        }
    }
}
