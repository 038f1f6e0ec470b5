package org.tandemrec.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.gru4rec.Gru4RecModel;
import org.tandemrec.model.gru4rec.GruState;

/**
 * One event of one user: the new state of a GRU4Rec of 128 units, the scores of all items and the best ten of them, on one thread;
 * with immutable states, as a server keeps them, and in a session. Read {@code p0.50}, the median, in microseconds.
 *
 * <pre>
 * ./tandem bench IncrementalBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IncrementalBenchmark {
    private static final int TOP = 10;
    private static final int EVENTS = 1024;
    private static final int ITEMS = 17_770;

    private final Gru4RecModel model = model();
    private GruState state = model.begin(Query.UNKNOWN_USER);
    private final Session session = model.open(1);
    private final float[] scores = new float[ITEMS];
    private final TopItems top = new TopItems(TOP);
    private final int[] events = new int[EVENTS];
    private final int[] item = new int[1];
    private final long[] time = {Session.UNTIMED};
    private final int[] lane = {0};
    private int next;

    private static Gru4RecModel model() {
        Interactions log = new SequenceShape(100, ITEMS, 2, 4, 20).generate(new Seed(1));
        TrainingContext context = TrainingContext.of(1).withParallel(Parallel.sequential());
        return (Gru4RecModel) ModelCatalog.standard()
                .trainer("gru4rec", Gru4RecCase.RANK.config())
                .start(log, context)
                .model();
    }

    /** Draws the events, and compares the scores after two of them, both ways, with a query's. */
    @Setup
    public void setUp() {
        SplittableRandom random = new Seed(2).random();
        Arrays.setAll(events, i -> random.nextInt(ITEMS));
        session.reset(0, Query.UNKNOWN_USER);
        float[] expected = new float[ITEMS];
        model.score(Query.ofHistory(events[0], events[1]), expected);
        state();
        state();
        verify(expected);
        next = 0;
        session();
        session();
        verify(expected);
    }

    private void verify(float[] expected) {
        for (int i = 0; i < ITEMS; i++) {
            Check.argument(
                    Math.abs(scores[i] - expected[i]) <= 1e-4,
                    "item %d scores %s, but %s in a query",
                    i,
                    scores[i],
                    expected[i]);
        }
    }

    /** The new state, the scores, the best ten. */
    @Benchmark
    public int state() {
        state = model.advance(state, nextItem(), Session.UNTIMED);
        model.score(state, scores);
        top.select(scores, 0, ITEMS);
        return top.item(0);
    }

    /** The same in a session of one lane. */
    @Benchmark
    public int session() {
        item[0] = nextItem();
        session.advance(item, time);
        session.score(lane, 1, scores);
        top.select(scores, 0, ITEMS);
        return top.item(0);
    }

    private int nextItem() {
        int event = events[next];
        next = (next + 1) % EVENTS;
        return event;
    }
}
