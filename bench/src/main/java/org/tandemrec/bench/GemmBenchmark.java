package org.tandemrec.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.kernel.PlainGemm;

/**
 * Matrix products of the shapes that training meets: {@code m,n,k} and which of A and B are transposed. A product is 2 m n k
 * floating-point operations, so GFLOP/s is 2 m n k / 1000 over the sampled microseconds; on a shared machine read {@code p0.00},
 * the fastest sample.
 *
 * <pre>
 * mvn -q -pl build,core,app,bench package
 * java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
 *   -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main GemmBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 1, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class GemmBenchmark {
    /** The implementation. */
    @Param({"openblas", "plain"})
    public String gemm = "";

    /** The threads that share a product. */
    @Param({"1", "2"})
    public int threads;

    /** {@code m,n,k} and a letter each for A and B: N as it is, T transposed. */
    @Param({
        "128,3706,128,NT",
        "3706,128,128,TN",
        "128,128,3706,NN",
        "128,384,128,NT",
        "512,3706,512,NT",
        "80,2128,224,NT",
        "32,2080,100,NT"
    })
    public String shape = "";

    private boolean transposeA;
    private boolean transposeB;
    private int m;
    private int n;
    private int k;
    private float[] a = {};
    private float[] b = {};
    private float[] c = {};
    private Parallel parallel = Parallel.sequential();
    private ParallelGemm product = new ParallelGemm(Gemm.best(), parallel);

    /** Draws the matrices and compares an element with its sum. */
    @Setup
    public void setUp() {
        String[] parts = shape.split(",", -1);
        m = Integer.parseInt(parts[0]);
        n = Integer.parseInt(parts[1]);
        k = Integer.parseInt(parts[2]);
        transposeA = parts[3].charAt(0) == 'T';
        transposeB = parts[3].charAt(1) == 'T';
        SplittableRandom random = new Seed(1).random();
        a = gaussians(random, m * k);
        b = gaussians(random, k * n);
        c = new float[m * n];
        parallel = new Parallel(threads);
        product = new ParallelGemm(gemm.equals("openblas") ? Gemm.best() : new PlainGemm(Kernels.best()), parallel);
        Check.argument(product.name().startsWith(gemm), "%s is not there", gemm);
        multiply();
        double expected = 0;
        for (int p = 0; p < k; p++) {
            expected += (double) a[transposeA ? p * m : p] * b[transposeB ? p : p * n];
        }
        Check.argument(Math.abs(c[0] - expected) < k * 1e-5, "%s gave %s, not %s", gemm, c[0], expected);
    }

    /** Ends the threads. */
    @TearDown(Level.Trial)
    public void tearDown() {
        parallel.close();
    }

    /** One product. */
    @Benchmark
    public float[] multiplyMatrices() {
        multiply();
        return c;
    }

    private void multiply() {
        product.multiply(
                transposeA, transposeB, m, n, k, 1, a, 0, transposeA ? m : k, b, 0, transposeB ? k : n, 0, c, 0, n);
    }

    private static float[] gaussians(SplittableRandom random, int length) {
        float[] array = new float[length];
        for (int i = 0; i < length; i++) {
            array[i] = (float) random.nextGaussian();
        }
        return array;
    }
}
