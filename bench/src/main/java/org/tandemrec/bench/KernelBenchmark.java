package org.tandemrec.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.FactorKernels;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ScalarFactorKernels;
import org.tandemrec.kernel.ScalarKernels;

/**
 * The kernels, scalar and vector side by side, on a hidden state (128) and on the scores of all movies (3706). A shot is 1000 calls,
 * so its microseconds are the nanoseconds of a call; on a shared machine read the fastest shot, the first number in brackets.
 *
 * <p>{@code -Xbatch} has the compilers done before the shots count, however busy the machine.
 *
 * <pre>
 * mvn -q -pl build,core,app,bench package
 * java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
 *   -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main KernelBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xbatch"})
@Warmup(iterations = 40, batchSize = KernelBenchmark.CALLS)
@Measurement(iterations = 60, batchSize = KernelBenchmark.CALLS)
public class KernelBenchmark {
    static final int CALLS = 1000;

    /** The implementation. */
    @Param({"scalar", "vector"})
    public String kernels = "";

    /** The length of the ranges. */
    @Param({"128", "3706"})
    public int n;

    private float one = 1; // a field, for a product with the constant 1 compiles to nothing
    private Kernels of = new ScalarKernels();
    private FactorKernels factors = FactorKernels.best();
    private float[] a = {};
    private float[] b = {};
    private float[] out = {};
    private float[] out2 = {};
    private int[] places = {};

    /** Draws the ranges and compares a sum with its twin's. */
    @Setup
    public void setUp() {
        of = kernels.equals("scalar") ? new ScalarKernels() : Kernels.best();
        factors = kernels.equals("scalar") ? new ScalarFactorKernels() : FactorKernels.best();
        Check.argument(of.name().startsWith(kernels), "%s kernels are not there", kernels);
        SplittableRandom random = new Seed(1).random();
        a = uniforms(random);
        b = uniforms(random);
        out = uniforms(random);
        out2 = uniforms(random);
        places = new int[n];
        float twin = new ScalarKernels().dot(a, 0, b, 0, n);
        Check.argument(Math.abs(dot() - twin) <= n * 1e-6, "%s gave %s, not %s", kernels, dot(), twin);
    }

    private float[] uniforms(SplittableRandom random) {
        float[] array = new float[n];
        for (int i = 0; i < n; i++) {
            array[i] = (float) random.nextDouble(0.01, 0.99);
        }
        return array;
    }

    /** An inner product. */
    @Benchmark
    public float dot() {
        return of.dot(a, 0, b, 0, n);
    }

    /** A scaled sum. */
    @Benchmark
    public float[] axpy() {
        of.axpy(1e-9f, a, 0, out, 0, n);
        return out;
    }

    /** An elementwise product. */
    @Benchmark
    public float[] multiply() {
        of.multiply(a, 0, b, 0, out, 0, n);
        return out;
    }

    /** A product with a number. */
    @Benchmark
    public float[] scale() {
        of.scale(one, out, 0, n);
        return out;
    }

    /** The hyperbolic tangent. */
    @Benchmark
    public float[] tanh() {
        of.tanh(a, 0, out, 0, n);
        return out;
    }

    /** The logistic function. */
    @Benchmark
    public float[] sigmoid() {
        of.sigmoid(a, 0, out, 0, n);
        return out;
    }

    /** The derivative of the hyperbolic tangent. */
    @Benchmark
    public float[] tanhBackward() {
        of.tanhBackward(a, 0, b, 0, out, 0, n);
        return out;
    }

    /** The derivative of the logistic function. */
    @Benchmark
    public float[] sigmoidBackward() {
        of.sigmoidBackward(a, 0, b, 0, out, 0, n);
        return out;
    }

    /** The largest element. */
    @Benchmark
    public float max() {
        return of.max(a, 0, n);
    }

    /** The sum. */
    @Benchmark
    public float sum() {
        return of.sum(a, 0, n);
    }

    /** The sum of squared differences. */
    @Benchmark
    public double sumOfSquares() {
        return of.sumOfSquares(a, 0, 0.5f, n);
    }

    /** Exponentials and their sum. */
    @Benchmark
    public float expSum() {
        return of.expSum(a, 0, 1, out, 0, n);
    }

    /** The sum of exponentials. */
    @Benchmark
    public float expSumOnly() {
        return of.expSum(a, 0, 1, n);
    }

    /** Dropout of half the elements. */
    @Benchmark
    public float[] dropout() {
        of.dropout(a, 0, out, 0, n, 1, 0, 0.5f);
        return out;
    }

    /** A step on a pair of factors. */
    @Benchmark
    public float[] factorUpdate() {
        factors.pointwise(out, 0, out2, 0, n, 1e-9f, 0.999f, 1e-9f, 0.999f);
        return out;
    }

    /** A rank. */
    @Benchmark
    public int countAtLeast() {
        return of.countAtLeast(a, 0, n, 0.5f);
    }

    /** The few scores that a list of the best may still keep. */
    @Benchmark
    public int placesAtLeast() {
        return of.placesAtLeast(a, 0, n, 0.99f, places);
    }
}
