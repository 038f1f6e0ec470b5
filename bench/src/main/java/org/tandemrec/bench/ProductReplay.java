package org.tandemrec.bench;

import java.util.List;
import java.util.SplittableRandom;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.ParallelGemm;

/**
 * The matrix products of some mini-batches and nothing else: how fast training could be if all other work were free. All products
 * share three arrays, the largest that any needs, so caches are at least as warm as in training and the bound is strict.
 */
final class ProductReplay {
    private final List<MatrixProduct> products;
    private final int batches;
    private final ParallelGemm gemm;
    private final float[] a;
    private final float[] b;
    private final float[] c;

    /** A replay of what a slice did, with the given implementation on its threads. */
    ProductReplay(TrainingSlice slice, ParallelGemm gemm) {
        Check.argument(!slice.products().isEmpty(), "a replay needs matrix products, but the slice has none");
        this.products = slice.products();
        this.batches = slice.batches();
        this.gemm = gemm;
        int sizeA = 0;
        int sizeB = 0;
        int sizeC = 0;
        for (MatrixProduct product : products) {
            sizeA = Math.max(sizeA, Math.multiplyExact(product.m(), product.k()));
            sizeB = Math.max(sizeB, Math.multiplyExact(product.k(), product.n()));
            sizeC = Math.max(sizeC, Math.multiplyExact(product.m(), product.n()));
        }
        SplittableRandom random = new Seed(1).random();
        this.a = uniforms(random, sizeA);
        this.b = uniforms(random, sizeB);
        this.c = new float[sizeC];
    }

    /** Makes all products again and again for at least {@code seconds}; returns the seconds that those of one mini-batch take. */
    double secondsPerBatch(double seconds) {
        long start = System.nanoTime();
        long elapsed;
        int passes = 0;
        do {
            for (MatrixProduct product : products) {
                multiply(product);
            }
            passes++;
            elapsed = System.nanoTime() - start;
        } while (elapsed < seconds * 1e9);
        return elapsed / 1e9 / passes / batches;
    }

    private void multiply(MatrixProduct product) {
        int m = product.m();
        int n = product.n();
        int k = product.k();
        int lda = product.transposeA() ? m : k;
        int ldb = product.transposeB() ? k : n;
        gemm.multiply(product.transposeA(), product.transposeB(), m, n, k, 1, a, 0, lda, b, 0, ldb, 0, c, 0, n);
    }

    private static float[] uniforms(SplittableRandom random, int length) {
        float[] array = new float[length];
        for (int i = 0; i < length; i++) {
            array[i] = (float) random.nextDouble(-1, 1);
        }
        return array;
    }
}
