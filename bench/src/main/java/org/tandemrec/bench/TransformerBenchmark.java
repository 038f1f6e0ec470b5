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
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Activation;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.SelfAttention;
import org.tandemrec.nn.Sequences;
import org.tandemrec.nn.TransformerBlock;

/**
 * Forward and backward pass of causal self-attention and of a whole block in training, with dropout, over the mini-batch of SASRec's
 * default on MovieLens-1M by shape: 32 sequences of 25 to 200 events. {@code PRODUCTS} makes the matrix products of the same layer and
 * nothing else: its time over that of the layer is the layer's share of its bound; on a shared machine read {@code p0.00}, the fastest
 * sample.
 *
 * <pre>
 * mvn -q -pl build,core,app,bench package
 * java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
 *   -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main TransformerBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 2, time = 2, timeUnit = TimeUnit.SECONDS)
@Measurement(iterations = 3, time = 1, timeUnit = TimeUnit.SECONDS)
public class TransformerBenchmark {
    private static final int SEQUENCES = 32;
    private static final int SHORTEST = 25;
    private static final int LONGEST = 200;
    private static final float DROPOUT = 0.3f;

    /** What is measured. */
    public enum Work {
        /** The layer. */
        LAYER,
        /** Its matrix products alone. */
        PRODUCTS
    }

    /** The layer: attention alone or the whole block. */
    public enum Layer {
        /** Causal self-attention. */
        ATTENTION,
        /** A block that normalises before, its feed-forward layer as wide as its input. */
        BLOCK
    }

    /** The layer or its products. */
    @Param
    public Work work = Work.LAYER;

    /** The layer. */
    @Param
    public Layer layer = Layer.BLOCK;

    /** H. */
    @Param({"64", "128"})
    public int hiddenSize;

    /** The attention heads. */
    @Param({"1", "2"})
    public int heads;

    /** The threads that share the work. */
    @Param({"1", "2"})
    public int threads;

    private final Sequences sequences = new Sequences(SEQUENCES);
    private float[] x = {};
    private float[] y = {};
    private float[] gradient = {};
    private Parallel parallel = Parallel.sequential();
    private Runnable pass = () -> {};

    /** Draws the sequences and makes one pass. */
    @Setup
    public void setUp() {
        SplittableRandom random = new Seed(1).random();
        sequences.clear();
        for (int s = 0; s < SEQUENCES; s++) {
            sequences.add(random.nextInt(SHORTEST, LONGEST + 1));
        }
        int size = sequences.rows() * hiddenSize;
        x = gaussians(random, size);
        y = new float[size];
        gradient = gaussians(random, size);
        parallel = new Parallel(threads);
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        pass = switch (work) {
            case LAYER -> layer == Layer.BLOCK ? block(gemm) : attention(gemm);
            case PRODUCTS ->
                new TransformerProducts(sequences, hiddenSize, heads, layer == Layer.BLOCK, gemm, parallel);
        };
        pass.run();
        float sum = 0;
        for (float each : y) {
            sum += each;
        }
        Check.argument(Float.isFinite(sum), "the layer gave %s", sum);
    }

    private Runnable attention(ParallelGemm gemm) {
        SelfAttention attention =
                new SelfAttention("attention", hiddenSize, heads, true, InitConfig.DEFAULT, new Seed(1));
        SelfAttention.Pass made = attention.pass(sequences.rows(), DROPOUT, gemm, parallel);
        float[] dx = new float[gradient.length];
        return () -> {
            made.forward(sequences, x, y, 1, true);
            made.backward(sequences, x, gradient, dx);
        };
    }

    private Runnable block(ParallelGemm gemm) {
        TransformerBlock block = new TransformerBlock(
                "block",
                hiddenSize,
                heads,
                hiddenSize,
                true,
                TransformerBlock.Norm.BEFORE,
                Activation.GELU,
                DROPOUT,
                InitConfig.DEFAULT,
                new Seed(1));
        TransformerBlock.Pass made = block.pass(sequences.rows(), gemm, parallel);
        float[] dx = new float[gradient.length];
        return () -> {
            y = made.forward(sequences, x, 1, true);
            System.arraycopy(gradient, 0, dx, 0, dx.length);
            made.backward(sequences, x, dx);
        };
    }

    /** Ends the threads. */
    @TearDown(Level.Trial)
    public void tearDown() {
        parallel.close();
    }

    /** A forward and a backward pass. */
    @Benchmark
    public float[] forwardAndBackward() {
        pass.run();
        return y;
    }

    private static float[] gaussians(SplittableRandom random, int length) {
        float[] array = new float[length];
        for (int i = 0; i < length; i++) {
            array[i] = (float) random.nextGaussian();
        }
        return array;
    }
}
