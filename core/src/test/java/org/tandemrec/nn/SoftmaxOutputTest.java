package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class SoftmaxOutputTest {
    private static final Parallel ONE = Parallel.sequential();
    private static final ParallelGemm GEMM = new ParallelGemm(Gemm.best(), ONE);

    private static SoftmaxOutput output(int N, int H, SplittableRandom random) {
        SoftmaxOutput output = new SoftmaxOutput("output", N, H, new Seed(1));
        output.parameters().forEach(parameter -> CentralDifference.fill(parameter.value(), random));
        return output;
    }

    @Test
    void twoItemsByHand() {
        SoftmaxOutput output = new SoftmaxOutput("output", 2, 1, new Seed(1));
        output.parameters().get(0).value()[0] = 1;
        output.parameters().get(0).value()[1] = -1;
        output.parameters().get(1).value()[0] = 0.5f;
        float[] logits = new float[2];
        output.forward(new float[] {2}, 1, logits, GEMM, ONE);
        assertThat(logits).containsExactly(2.5f, -2);
        double[] losses = new double[1];
        double loss = output.loss(logits, new int[] {1}, 1, losses, ONE);
        assertThat(loss).isCloseTo(4.5 + Math.log1p(Math.exp(-4.5)), within(1e-6));
        assertThat(losses[0]).isEqualTo(loss);
        float p = (float) (1 / (1 + Math.exp(-4.5)));
        assertThat(logits).containsExactly(new float[] {p, -p}, within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "3,2,1", "7,5,4", "17,8,9"})
    void agreesWithTheDifferencesOfTheCrossEntropy(int N, int H, int B) {
        SplittableRandom random = new SplittableRandom(N);
        SoftmaxOutput output = output(N, H, random);
        float[] h = CentralDifference.draw(B * H, random);
        int[] targets = random.ints(B, 0, N).toArray();
        double[] hidden = CentralDifference.doubles(h);
        double[] W = CentralDifference.doubles(output.parameters().get(0).value());
        double[] bias = CentralDifference.doubles(output.parameters().get(1).value());
        java.util.function.DoubleSupplier mean = () -> {
            double sum = 0;
            for (int b = 0; b < B; b++) {
                sum += ReferenceLayers.crossEntropy(
                        Arrays.copyOfRange(hidden, b * H, (b + 1) * H), W, bias, targets[b]);
            }
            return sum / B;
        };
        float[] logits = new float[B * N];
        float[] dh = new float[B * H];
        output.forward(h, B, logits, GEMM, ONE);
        double loss = output.loss(logits, targets, B, new double[B], ONE);
        output.backward(h, B, logits, dh, GEMM, ONE);
        assertThat(loss).isCloseTo(mean.getAsDouble(), within(1e-5));
        assertClose(dh, CentralDifference.of(hidden, mean));
        assertClose(output.parameters().get(0).gradient(), CentralDifference.of(W, mean));
        assertClose(output.parameters().get(1).gradient(), CentralDifference.of(bias, mean));
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(CentralDifference.doubles(actual)).containsExactly(expected, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"0", "1000", "-1000"})
    void probabilitiesSumToOne(float shift) {
        SplittableRandom random = new SplittableRandom(4);
        SoftmaxOutput output = output(1001, 3, random);
        float[] logits = CentralDifference.draw(3 * 1001, random);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = 10 * logits[i] + shift;
        }
        float[] probabilities = logits.clone();
        output.logSoftmax(probabilities, 3);
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            for (int i = row * 1001; i < (row + 1) * 1001; i++) {
                sum += Math.exp(probabilities[i]);
                assertThat(probabilities[i] - probabilities[row * 1001])
                        .isCloseTo(logits[i] - logits[row * 1001], within(1e-3f));
            }
            assertThat(sum).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void hugeLogitsLoseNothing() {
        SoftmaxOutput output = output(3, 1, new SplittableRandom(1));
        float[] logits = {1e30f, -1e30f, 0};
        double loss = output.loss(logits, new int[] {0}, 1, new double[1], ONE);
        assertThat(loss).isZero();
        assertThat(logits).containsExactly(0, 0, 0);
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        float[][] results = new float[4][];
        for (int threads = 1; threads <= 3; threads++) {
            SplittableRandom random = new SplittableRandom(9);
            SoftmaxOutput output = output(1500, 40, random);
            float[] h = CentralDifference.draw(130 * 40, random);
            int[] targets = random.ints(130, 0, 1500).toArray();
            float[] logits = new float[130 * 1500];
            float[] dh = new float[130 * 40];
            try (Parallel parallel = new Parallel(threads)) {
                ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
                output.forward(h, 130, logits, gemm, parallel);
                output.loss(logits, targets, 130, new double[130], parallel);
                output.backward(h, 130, logits, dh, gemm, parallel);
            }
            results[threads] = Arrays.copyOf(dh, dh.length + 1500 * 41);
            System.arraycopy(output.parameters().get(0).gradient(), 0, results[threads], dh.length, 1500 * 40);
            System.arraycopy(output.parameters().get(1).gradient(), 0, results[threads], dh.length + 1500 * 40, 1500);
        }
        assertThat(results[2]).isEqualTo(results[1]);
        assertThat(results[3]).isEqualTo(results[1]);
    }
}
