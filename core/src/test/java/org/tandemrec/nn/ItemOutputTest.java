package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.ScoringConfig.Scoring;

/** Scores, columns and gradients of the output; the losses themselves have their own tests. */
class ItemOutputTest {
    private static final Parallel ONE = Parallel.sequential();
    private static final ParallelGemm GEMM = new ParallelGemm(Gemm.best(), ONE);
    private static final int[] COUNTS = {5, 1, 3, 0, 7, 2, 9};

    private final RowTable vectors;
    private final RowTable bias;
    private final SplittableRandom random = new SplittableRandom(11);

    ItemOutputTest() {
        vectors = new RowTable("V", COUNTS.length, 3);
        bias = new RowTable("a", COUNTS.length, 1);
        CentralDifference.fill(vectors.value(), random);
        CentralDifference.fill(bias.value(), random);
    }

    private ItemOutput allItems(int maxRows) {
        return ItemOutput.ofAllItems(vectors, bias, Loss.of(LossConfig.DEFAULT, 1), maxRows, GEMM, ONE);
    }

    private ItemOutput sampled(int maxRows, int negatives, boolean logQ) {
        double all = Arrays.stream(COUNTS).sum();
        return ItemOutput.ofSample(
                vectors,
                bias,
                Loss.of(LossConfig.DEFAULT, 0.5),
                new ScoringConfig(Scoring.SAMPLED, negatives, 1, logQ),
                Arrays.stream(COUNTS).mapToDouble(count -> count / all).toArray(),
                new NegativeSampler(COUNTS, 1, negatives, ONE),
                maxRows,
                GEMM,
                ONE);
    }

    @ParameterizedTest
    @CsvSource({"ALL_ITEMS,0,false", "SAMPLED,4,false", "SAMPLED,4,true"})
    void aConfigChoosesTheOutput(Scoring scoring, int negatives, boolean logQ) {
        ScoringConfig config = new ScoringConfig(scoring, negatives, 1, logQ);
        NegativeSampler sampler = new NegativeSampler(COUNTS, 1, negatives, ONE);
        ItemOutput chosen = ItemOutput.of(config, LossConfig.DEFAULT, vectors, bias, COUNTS, sampler, 2, GEMM, ONE);
        float[] h = CentralDifference.draw(2 * 3, random);
        int[] draws = {1, 4, 4, 6};
        float[] dh = new float[2 * 3];
        float[] expected = new float[2 * 3];
        double loss = chosen.step(h, new int[] {0, 2}, 2, draws, 0, 1, dh);
        vectors.clearGradient();
        bias.clearGradient();
        ItemOutput made = scoring == Scoring.ALL_ITEMS ? allItems(2) : sampled(2, negatives, logQ);
        assertThat(loss).isEqualTo(made.step(h, new int[] {0, 2}, 2, draws, 0, 1, expected));
        assertThat(dh).isEqualTo(expected);
        assertThat(chosen.columns()).isEqualTo(scoring == Scoring.ALL_ITEMS ? COUNTS.length : 5);
    }

    private double score(double[] h, int row, double[] V, double[] a, int item) {
        double score = a[item];
        for (int k = 0; k < 3; k++) {
            score += h[row * 3 + k] * V[item * 3 + k];
        }
        return score;
    }

    /** −log of a weighted softmax: the target once and every negative with its weight. */
    private double loss(double[] h, int row, double[] V, double[] a, int target, double[] negativeWeights) {
        double sum = Math.exp(score(h, row, V, a, target));
        for (int item = 0; item < COUNTS.length; item++) {
            sum += negativeWeights[item] * Math.exp(score(h, row, V, a, item));
        }
        return Math.log(sum) - score(h, row, V, a, target);
    }

    private void assertGradients(
            ItemOutput output, int[] targets, int[] draws, int offset, double[][] negativeWeights) {
        int rows = targets.length;
        float[] h = CentralDifference.draw(rows * 3, random);
        double[] hidden = CentralDifference.doubles(h);
        double[] V = CentralDifference.doubles(vectors.value());
        double[] a = CentralDifference.doubles(bias.value());
        DoubleSupplier sum = () -> {
            double total = 0;
            for (int row = 0; row < rows; row++) {
                total += loss(hidden, row, V, a, targets[row], negativeWeights[row]);
            }
            return total;
        };
        float[] dh = new float[rows * 3];
        double loss = output.step(h, targets, rows, draws, offset, 0.5f, dh);
        assertThat(loss).isCloseTo(sum.getAsDouble(), within(1e-5));
        DoubleSupplier half = () -> 0.5 * sum.getAsDouble();
        assertClose(dh, CentralDifference.of(hidden, half));
        assertClose(dense(vectors), CentralDifference.of(V, half));
        assertClose(dense(bias), CentralDifference.of(a, half));
        vectors.clearGradient();
        bias.clearGradient();
    }

    private static float[] dense(RowTable table) {
        float[] dense = new float[table.rows() * table.columns()];
        for (int slot = 0; slot < table.touchedCount(); slot++) {
            System.arraycopy(
                    table.gradient(),
                    slot * table.columns(),
                    dense,
                    table.touched(slot) * table.columns(),
                    table.columns());
        }
        return dense;
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(CentralDifference.doubles(actual)).containsExactly(expected, within(1e-5));
    }

    @Test
    void allItemsOnceEach() {
        int[] targets = {4, 0, 4, 6};
        double[][] weights = new double[4][COUNTS.length];
        for (int row = 0; row < 4; row++) {
            Arrays.fill(weights[row], 1);
            weights[row][targets[row]] = 0;
        }
        ItemOutput output = allItems(6);
        assertGradients(output, targets, new int[0], 0, weights);
        assertThat(output.columns()).isEqualTo(COUNTS.length);
        assertGradients(output, targets, new int[0], 0, weights); // nothing is left of the step before
    }

    @Test
    void otherTargetsAndDrawsAreNegatives() {
        int[] targets = {4, 0, 4, 6};
        int[] draws = {1, 2, 4, 2, 6}; // the first one is of another mini-batch
        double[][] weights = { // by item 0 … 6: other targets of the batch and draws
            {1, 0, 2, 0, 2, 0, 2}, {0, 0, 2, 0, 3, 0, 2}, {1, 0, 2, 0, 2, 0, 2}, {1, 0, 2, 0, 3, 0, 1}
        };
        ItemOutput output = sampled(6, 4, false);
        assertGradients(output, targets, draws, 1, weights);
        assertThat(output.columns()).as("distinct items").isEqualTo(4);
    }

    @Test
    void logQCountsEachByWhatIsExpected() {
        int[] targets = {4, 0, 6};
        int[] draws = {2, 4};
        double all = 27;
        double[] once = Arrays.stream(COUNTS)
                .mapToDouble(count -> 1 / ((2 + 2) * count / all)) // two others, two draws, both by count
                .toArray();
        double[][] weights = new double[3][COUNTS.length];
        for (int row = 0; row < 3; row++) {
            weights[row][0] = once[0];
            weights[row][2] = once[2];
            weights[row][4] = 2 * once[4];
            weights[row][6] = once[6];
            weights[row][targets[row]] = 0;
        }
        assertGradients(sampled(3, 2, true), targets, draws, 0, weights);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void logQEstimatesTheSumOverAllItems(boolean logQ) {
        int negatives = 40;
        NegativeSampler sampler = new NegativeSampler(COUNTS, 1, negatives, ONE);
        sampler.begin(new Seed(3));
        ItemOutput output = sampled(1, negatives, logQ);
        float[] h = {0.3f, -0.2f, 0.9f};
        double[] hidden = CentralDifference.doubles(h);
        double[] V = CentralDifference.doubles(vectors.value());
        double[] a = CentralDifference.doubles(bias.value());
        double exact = 0; // the sum over all items that occur
        for (int item = 0; item < COUNTS.length; item++) {
            exact += COUNTS[item] == 0 ? 0 : Math.exp(score(hidden, 0, V, a, item));
        }
        double mean = 0;
        int steps = 2000;
        for (int step = 0; step < steps; step++) {
            double loss = output.step(h, new int[] {4}, 1, sampler.draws(), sampler.offset(step), 1, new float[3]);
            mean += Math.exp(loss + score(hidden, 0, V, a, 4)) / steps;
            vectors.clearGradient();
            bias.clearGradient();
        }
        if (logQ) {
            assertThat(mean).isCloseTo(exact, within(0.02 * exact));
        } else {
            assertThat(mean).isGreaterThan(5 * exact);
        }
    }

    @ParameterizedTest
    @CsvSource({"700,1", "700,3", "1300,2"})
    void manyRowsInBlocksAreOneByOne(int rows, int threads) {
        SplittableRandom draw = new SplittableRandom(rows);
        RowTable big = new RowTable("V", 600, 5);
        RowTable bigBias = new RowTable("a", 600, 1);
        CentralDifference.fill(big.value(), draw);
        CentralDifference.fill(bigBias.value(), draw);
        float[] h = CentralDifference.draw(rows * 5, draw);
        int[] targets = draw.ints(rows, 0, 600).toArray();
        Loss loss = Loss.of(LossConfig.DEFAULT, 1);
        float[] dh = new float[rows * 5];
        double together;
        try (Parallel parallel = new Parallel(threads)) {
            ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
            together = ItemOutput.ofAllItems(big, bigBias, loss, rows, gemm, parallel)
                    .step(h, targets, rows, new int[0], 0, 1, dh);
        }
        double[] gradient = CentralDifference.doubles(big.gradient());
        double[] biasGradient = CentralDifference.doubles(bigBias.gradient());
        double alone = 0;
        float[] one = new float[5];
        ItemOutput single = ItemOutput.ofAllItems(big, bigBias, loss, 1, GEMM, ONE);
        double[] sum = new double[600 * 5];
        double[] biasSum = new double[600];
        for (int row = 0; row < rows; row++) {
            big.clearGradient();
            bigBias.clearGradient();
            float[] hidden = Arrays.copyOfRange(h, row * 5, (row + 1) * 5);
            alone += single.step(hidden, new int[] {targets[row]}, 1, new int[0], 0, 1, one);
            assertThat(Arrays.copyOfRange(dh, row * 5, (row + 1) * 5)).containsExactly(one, within(1e-5f));
            Arrays.setAll(sum, i -> sum[i] + big.gradient()[i]);
            Arrays.setAll(biasSum, i -> biasSum[i] + bigBias.gradient()[i]);
        }
        assertThat(together).isCloseTo(alone, within(1e-3));
        assertThat(Arrays.copyOf(gradient, sum.length)).containsExactly(sum, within(1e-3));
        assertThat(Arrays.copyOf(biasGradient, 600)).containsExactly(biasSum, within(1e-3));
    }
}
