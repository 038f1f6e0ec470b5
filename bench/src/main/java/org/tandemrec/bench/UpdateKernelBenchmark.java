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
import org.tandemrec.kernel.ScalarUpdateKernels;
import org.tandemrec.kernel.UpdateKernels;

/**
 * The passes of optimisers, scalar and vector side by side, on one row of a table (224) and on one block of a dense array (16384).
 * A shot is 1000 calls, so its microseconds are the nanoseconds of a call; on a shared machine read the fastest shot.
 *
 * <pre>
 * mvn -q -pl build,core,app,bench package
 * java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
 *   -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main UpdateKernelBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xbatch"})
@Warmup(iterations = 40, batchSize = UpdateKernelBenchmark.CALLS)
@Measurement(iterations = 60, batchSize = UpdateKernelBenchmark.CALLS)
public class UpdateKernelBenchmark {
    static final int CALLS = 1000;

    /** The implementation. */
    @Param({"scalar", "vector"})
    public String kernels = "";

    /** The length of the ranges. */
    @Param({"224", "16384"})
    public int n;

    private UpdateKernels of = new ScalarUpdateKernels();
    private float[] w = {};
    private float[] m = {};
    private float[] v = {};
    private float[] g = {};

    /** Draws the ranges and compares a step with its twin's. */
    @Setup
    public void setUp() {
        boolean scalar = kernels.equals("scalar");
        of = scalar ? new ScalarUpdateKernels() : UpdateKernels.best();
        Check.argument(scalar || !(of instanceof ScalarUpdateKernels), "%s kernels are not there", kernels);
        SplittableRandom random = new Seed(1).random();
        w = uniforms(random);
        m = uniforms(random);
        v = uniforms(random);
        g = uniforms(random);
        float[] expected = w.clone();
        new ScalarUpdateKernels().momentum(expected, m.clone(), 0, g, 0, n, 0.1f, 0.5f);
        float[] actual = w.clone();
        of.momentum(actual, m.clone(), 0, g, 0, n, 0.1f, 0.5f);
        Check.argument(actual[n - 1] == expected[n - 1], "%s gave %s", kernels, actual[n - 1]);
    }

    private float[] uniforms(SplittableRandom random) {
        float[] array = new float[n];
        for (int i = 0; i < n; i++) {
            array[i] = (float) random.nextDouble(0.01, 0.99);
        }
        return array;
    }

    /** Gradient descent with momentum. */
    @Benchmark
    public float[] momentum() {
        of.momentum(w, v, 0, g, 0, n, 1e-9f, 0.4f);
        return w;
    }

    /** Adagrad. */
    @Benchmark
    public float[] adagrad() {
        of.adagrad(w, v, 0, g, 0, n, 1, 1e-9f, 1e-6f);
        return w;
    }

    /** Adagrad with momentum. */
    @Benchmark
    public float[] adagradMomentum() {
        of.adagradMomentum(w, v, m, 0, g, 0, n, 1, 1e-9f, 1e-6f, 0.4f);
        return w;
    }

    /** Adam. */
    @Benchmark
    public float[] adam() {
        of.adam(w, m, v, 0, g, 0, n, 1, 1e-9f, 0.9f, 0.999f, 1e-6f, 1);
        return w;
    }
}
