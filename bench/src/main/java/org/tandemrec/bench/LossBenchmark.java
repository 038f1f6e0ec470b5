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
import org.tandemrec.nn.Loss;
import org.tandemrec.nn.LossConfig;

/**
 * The loss and gradient of a row of 2,128 scored columns (a batch of 80 and 2,048 negatives), in the first-level cache. A shot is 1000
 * rows, so its microseconds are the nanoseconds of a row, the copying of fresh scores (about 60) included; on a shared machine read
 * the fastest shot, the first number in brackets.
 *
 * <p>{@code -Xbatch} has the compilers done before the shots count, however busy the machine.
 *
 * <pre>
 * mvn -q -pl build,core,app,bench package
 * java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
 *   -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main LossBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xbatch"})
@Warmup(iterations = 40, batchSize = LossBenchmark.ROWS)
@Measurement(iterations = 60, batchSize = LossBenchmark.ROWS)
public class LossBenchmark {
    static final int ROWS = 1000;

    private static final int COLUMNS = 2128;

    /** The loss. */
    @Param
    public LossConfig.Kind kind = LossConfig.Kind.CROSS_ENTROPY;

    /** Whether columns have weights. */
    @Param({"false", "true"})
    public boolean weighted;

    /** The alpha of ELU, which cross-entropy and generalised binary cross-entropy ignore. */
    @Param({"0", "0.5"})
    public float elu;

    private final float[] fresh = new float[COLUMNS];
    private final float[] scores = new float[COLUMNS];
    private final float[] scratch = new float[Loss.scratchSize(COLUMNS)];
    private final float[] weights = new float[COLUMNS];
    private Loss loss = Loss.of(LossConfig.DEFAULT, 1);
    private int row;

    /** Draws scores and weights, and checks that the gradients of a ranking cancel. */
    @Setup
    public void setUp() {
        SplittableRandom random = new Seed(1).random();
        for (int j = 0; j < COLUMNS; j++) {
            fresh[j] = (float) random.nextDouble(-2, 2);
            weights[j] = 1 + random.nextInt(2);
        }
        loss = Loss.of(new LossConfig(kind, 0, kind.isRanking() ? elu : 0, 1.95f, 0.75f), 0.5);
        Check.argument(row() > 0, "%s gave no loss", kind);
        double sum = 0;
        for (float gradient : scores) {
            sum += gradient;
        }
        boolean shiftable = kind == LossConfig.Kind.CROSS_ENTROPY || (kind == LossConfig.Kind.BPR && elu == 0);
        Check.argument(!shiftable || Math.abs(sum) < 1e-4, "%s gave gradients of sum %s", kind, sum);
    }

    /** A row; every one has another positive. */
    @Benchmark
    public double row() {
        row = (row + 1) % COLUMNS;
        System.arraycopy(fresh, 0, scores, 0, COLUMNS);
        return loss.row(scores, 0, COLUMNS, weighted ? weights : null, row, 0, 1, scratch);
    }
}
