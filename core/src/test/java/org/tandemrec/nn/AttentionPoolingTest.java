package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;

class AttentionPoolingTest {
    private static final int H = 5;
    private static final double TOLERANCE = 2e-5;

    private static AttentionPooling pooling(int rows) {
        return new AttentionPooling(H, rows, Parallel.sequential());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void agreesWithTheFormulaAndItsDifferences(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Sequences sequences = SequencesTest.of(4, 1, 9, 2);
        int R = sequences.rows();
        float[] x = CentralDifference.draw(R * H, random);
        float[] queries = CentralDifference.draw(4 * H, random);
        float[] dy = CentralDifference.draw(R * H, random);
        float[] y = new float[R * H];
        Arrays.fill(y, Float.NaN); // must be overwritten
        float[] dx = new float[R * H];
        float[] dQueries = new float[4 * H];
        Arrays.fill(dQueries, 3);
        double[] xs = CentralDifference.doubles(x);
        double[] qs = CentralDifference.doubles(queries);
        var loss = ReferenceLayers.loss(dy.clone(), () -> ReferenceFusion.pool(xs, sequences, qs));
        AttentionPooling pooling = pooling(R);
        pooling.forward(sequences, x, queries, y);
        pooling.backward(sequences, x, queries, y, dy, dx, dQueries);

        Near.assertNear(y, ReferenceFusion.pool(xs, sequences, qs), TOLERANCE);
        Near.assertNear(dx, CentralDifference.of(xs, loss), TOLERANCE);
        double[] expected = CentralDifference.of(qs, loss);
        for (int i = 0; i < expected.length; i++) {
            expected[i] += 3; // added to what is there
        }
        Near.assertNear(dQueries, expected, TOLERANCE);
    }

    @Test
    void theGradientMayTakeThePlaceOfTheOther() {
        SplittableRandom random = new SplittableRandom(4);
        Sequences sequences = SequencesTest.of(6, 3);
        float[] x = CentralDifference.draw(9 * H, random);
        float[] queries = CentralDifference.draw(2 * H, random);
        float[] dy = CentralDifference.draw(9 * H, random);
        float[] y = new float[9 * H];
        float[] dx = new float[9 * H];
        AttentionPooling pooling = pooling(9);
        pooling.forward(sequences, x, queries, y);
        float[] inPlace = dy.clone();
        pooling.backward(sequences, x, queries, y, dy, dx, new float[2 * H]);
        pooling.backward(sequences, x, queries, y, inPlace, inPlace, new float[2 * H]);
        assertThat(inPlace).isEqualTo(dx);
    }

    /** Products of hundreds, whose exponentials no float holds, in rising and in falling order. */
    @ParameterizedTest
    @ValueSource(floats = {-300, 300})
    void largeProductsNeitherOverflowNorVanish(float slope) {
        float[] x = new float[8 * H];
        float[] queries = new float[H];
        queries[0] = slope;
        for (int row = 0; row < 8; row++) {
            x[row * H] = row;
            x[row * H + 1] = 10 + row;
        }
        float[] y = new float[8 * H];
        Sequences sequences = SequencesTest.of(8);
        AttentionPooling pooling = pooling(8);
        pooling.forward(sequences, x, queries, y);
        assertThat(y[7 * H + 1]).isEqualTo(slope > 0 ? 17 : 10);
        float[] dy = CentralDifference.draw(8 * H, new SplittableRandom(1));
        float[] dQueries = new float[H];
        pooling.backward(sequences, x, queries, y, dy, dy, dQueries);
        for (float value : dy) {
            assertThat(value).isFinite();
        }
        for (float value : dQueries) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void rowByRowItGivesTheSameBits() {
        SplittableRandom random = new SplittableRandom(2);
        float[] x = CentralDifference.draw(40 * H, random);
        float[] query = CentralDifference.draw(H, random);
        float[] whole = new float[40 * H];
        pooling(40).forward(SequencesTest.of(40), x, query, whole);
        float[] y = new float[H];
        float logSum = AttentionPooling.NOTHING;
        AttentionPooling pooling = pooling(1);
        for (int row = 0; row < 40; row++) {
            logSum = pooling.append(x, row * H, query, 0, logSum, y, 0);
            assertThat(y).isEqualTo(Arrays.copyOfRange(whole, row * H, (row + 1) * H));
        }
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Sequences sequences = SequencesTest.of(30, 1, 7, 50, 2);
        int R = sequences.rows();
        List<float[]> results = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            SplittableRandom random = new SplittableRandom(3);
            float[] x = CentralDifference.draw(R * H, random);
            float[] queries = CentralDifference.draw(5 * H, random);
            float[] dy = CentralDifference.draw(R * H, random);
            float[] y = new float[R * H];
            float[] dQueries = new float[5 * H];
            try (Parallel parallel = new Parallel(threads)) {
                AttentionPooling pooling = new AttentionPooling(H, R, parallel);
                pooling.forward(sequences, x, queries, y);
                pooling.backward(sequences, x, queries, y, dy, dy, dQueries);
            }
            results.addAll(List.of(y, dy, dQueries));
        }
        for (int i = 3; i < results.size(); i++) {
            assertThat(results.get(i)).isEqualTo(results.get(i % 3));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> pooling(3).forward(SequencesTest.of(4), new float[20], new float[5], new float[20]))
                .hasMessage("this pooling has room for 3 rows, but there are 4");
        assertThatThrownBy(() -> pooling(0)).hasMessage("maxRows must be at least 1, but was 0");
        assertThatThrownBy(() -> new AttentionPooling(0, 1, Parallel.sequential()))
                .hasMessage("size must be at least 1, but was 0");
    }
}
