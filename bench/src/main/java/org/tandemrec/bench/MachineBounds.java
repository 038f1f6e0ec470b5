package org.tandemrec.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.FactorKernels;
import org.tandemrec.kernel.FactorRows;
import org.tandemrec.kernel.Gemm;

/**
 * What the machine could do at most, each measured alone on all threads, the fastest of several rounds.
 *
 * @param bytesPerSecond the memory's: {@code a = b + s c} over arrays that no cache holds, 12 bytes an element (McCalpin's triad)
 * @param updatesPerSecond the arithmetic's: steps of SGD on rows that stay in the first cache, by the kernel that training uses; of ALS the
 *     product {@code Qᵀ Q} of a few hundred rows, all of the symmetric matrix
 */
record MachineBounds(double bytesPerSecond, double updatesPerSecond) {
    private static final int ROUNDS = 12;
    private static final int ELEMENTS = 1 << 24;
    private static final int PARTS = 64;
    private static final int ROWS = 16;
    private static final int SAMPLES = ROWS * ROWS;
    private static final int STEPS = SAMPLES << 9;
    private static final int PRODUCT_ROWS = 512;
    private static final int PRODUCTS = 64;
    private static final float RATE = 0.01f;

    /** Work of one thread, which returns something that depends on all of it. */
    private interface Work {
        double run();
    }

    /** Measures both for a case. */
    static MachineBounds measure(LfmCase which, Parallel parallel) {
        double bytes = bytesPerSecond(parallel);
        double updates = which.stepwise()
                ? rate(parallel, () -> steps(which.factors()), STEPS)
                : rate(parallel, () -> products(which.factors()), (double) PRODUCTS * PRODUCT_ROWS);
        return new MachineBounds(bytes, updates);
    }

    private static double bytesPerSecond(Parallel parallel) {
        float[] a = new float[ELEMENTS];
        float[] b = new float[ELEMENTS];
        float[] c = new float[ELEMENTS];
        Arrays.fill(b, 1);
        Arrays.fill(c, 2);
        int part = ELEMENTS / PARTS;
        double fastest = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            parallel.forEach(PARTS, i -> triad(a, b, c, i * part, (i + 1) * part));
            fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
        }
        Check.argument(a[ELEMENTS - 1] == 7, "1 + 3 · 2 must be 7, but was %s", a[ELEMENTS - 1]);
        return 3.0 * Float.BYTES * ELEMENTS / fastest;
    }

    private static void triad(float[] a, float[] b, float[] c, int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = b[i] + 3 * c[i];
        }
    }

    private static double rate(Parallel parallel, Work work, double updates) {
        double[] results = new double[parallel.threads()];
        double fastest = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            parallel.forEach(results.length, thread -> results[thread] = work.run());
            fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
        }
        for (double result : results) {
            Check.argument(Double.isFinite(result), "the measured arithmetic must stay finite, but gave %s", result);
        }
        return updates * results.length / fastest;
    }

    /** Steps of SGD on a few rows, the same samples again and again. */
    private static double steps(int factors) {
        int[] user = new int[SAMPLES];
        int[] item = new int[SAMPLES];
        float[] y = new float[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            user[sample] = sample % ROWS;
            item[sample] = sample / ROWS % ROWS;
            y[sample] = 1 + sample % 5;
        }
        float[] none = new float[0];
        float[] penalty = new float[ROWS];
        FactorRows rows = new FactorRows(
                factors, 3, uniforms(ROWS * factors), uniforms(ROWS * factors), none, none, penalty, penalty);
        FactorKernels kernels = FactorKernels.best();
        double sum = 0;
        for (int step = 0; step < STEPS; step += SAMPLES) {
            sum += kernels.squaredSteps(rows, user, item, y, SAMPLES, RATE);
        }
        return sum;
    }

    /** Products Qᵀ Q of so many rows that they stay in a cache. */
    private static double products(int factors) {
        Gemm gemm = Gemm.best();
        float[] rows = uniforms(PRODUCT_ROWS * factors);
        float[] matrix = new float[factors * factors];
        for (int product = 0; product < PRODUCTS; product++) {
            gemm.multiply(
                    true,
                    false,
                    factors,
                    factors,
                    PRODUCT_ROWS,
                    1,
                    rows,
                    0,
                    factors,
                    rows,
                    0,
                    factors,
                    0,
                    matrix,
                    0,
                    factors);
        }
        return matrix[0];
    }

    private static float[] uniforms(int size) {
        SplittableRandom random = new Seed(1).random();
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-0.1, 0.1);
        }
        return values;
    }
}
