package org.tandemrec.model.gru4rec;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.kernel.RowGemm;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.ItemScorer;
import org.tandemrec.nn.LogBuckets;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.Window;

/** States of lanes: an event is one step of the network, whatever came before it. */
final class Gru4RecSession implements Session {
    private final Network network;
    private final InputProducts inputProducts;
    private final ItemScorer scorer;
    private final Parallel parallel = Parallel.sequential();
    private final ParallelGemm gemm;
    private final int lanes;
    private final int H;
    private final int depth;
    private final Cell.Pass[] passes;
    /** states[l] (lanes, S): the layers' states; a layer's hidden state is the first H of S. */
    private final float[][] states;

    private final float[] after;
    private final int[] events;
    private final long[] lastMillis;
    private final Window window;
    private final int[] active;
    private final ItemEmbedding.Events inputs;
    private final float[] x;

    Gru4RecSession(Network network, InputProducts inputProducts, int lanes) {
        this.gemm = new ParallelGemm(lanes == 1 ? new RowGemm(Kernels.best()) : Gemm.best(), parallel);
        this.network = network;
        this.inputProducts = inputProducts;
        this.scorer = new ItemScorer(network.vectors, network.bias);
        this.lanes = lanes;
        this.H = network.hiddenSize;
        this.depth = network.cells.size();
        this.passes = new Cell.Pass[depth];
        this.states = new float[depth][];
        for (int l = 0; l < depth; l++) {
            Cell cell = network.cells.get(l);
            passes[l] = cell.pass(lanes, gemm, parallel);
            states[l] = new float[lanes * cell.stateSize()];
        }
        this.after = new float[lanes * network.cells.getFirst().stateSize()];
        this.events = new int[lanes];
        this.lastMillis = new long[lanes];
        this.window = new Window(1, lanes);
        this.active = new int[lanes];
        this.inputs = new ItemEmbedding.Events(lanes);
        this.x = new float[lanes * H];
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public void reset(int lane, int user) {
        for (float[] state : states) {
            int S = state.length / lanes;
            Arrays.fill(state, lane * S, (lane + 1) * S, 0);
        }
        RowTable users = network.users;
        if (users != null && user != Query.UNKNOWN_USER) {
            int S = users.columns();
            System.arraycopy(users.value(), user * S, states[0], lane * S, S);
        }
        events[lane] = 0;
        lastMillis[lane] = UNTIMED;
    }

    @Override
    public void advance(int[] items, long[] times) {
        int count = gather(items, times);
        if (count == 0) {
            return;
        }
        for (int l = 0; l < depth; l++) {
            if (l == 0) {
                project(count);
            } else {
                passes[l].project(passes[l - 1].hidden(), count);
            }
            passes[l].recur(window, states[l], null);
            passes[l].carry(window, after);
            int S = states[l].length / lanes;
            for (int i = 0; i < count; i++) {
                System.arraycopy(after, i * S, states[l], active[i] * S, S);
            }
        }
    }

    /** Makes one step of the lanes that have an event, and returns their number. */
    private int gather(int[] items, long[] times) {
        int count = 0;
        for (int lane = 0; lane < lanes; lane++) {
            if (items[lane] >= 0) {
                active[count] = lane;
                inputs.items()[count] = items[lane];
                inputs.gaps()[count] = Gaps.bucket(lastMillis[lane], times[lane]);
                inputs.positions()[count++] = LogBuckets.of(events[lane]++);
                lastMillis[lane] = times[lane];
            }
        }
        window.clear();
        window.addStep(count);
        for (int i = 0; i < count; i++) {
            window.setSource(i, active[i]);
        }
        return count;
    }

    private void project(int count) {
        float[] products = inputProducts.products();
        if (products == null) {
            network.embedding.forward(inputs, count, x, parallel);
            passes[0].project(x, count);
            return;
        }
        int G = network.cells.getFirst().gateSize();
        for (int i = 0; i < count; i++) {
            System.arraycopy(products, inputs.items()[i] * G, passes[0].gates(), i * G, G);
        }
    }

    @Override
    public void score(int[] scored, int count, float[] scores) {
        float[] top = states[depth - 1];
        int S = top.length / lanes;
        for (int i = 0; i < count; i++) {
            System.arraycopy(top, scored[i] * S, x, i * H, H);
        }
        scorer.score(x, count, scores, gemm, parallel);
        scorer.logSoftmax(scores, count, parallel);
    }

    /** Where a lane stands. */
    GruState state(int lane) {
        float[] values = new float[valueCount()];
        int at = 0;
        for (float[] state : states) {
            int S = state.length / lanes;
            System.arraycopy(state, lane * S, values, at, S);
            at += S;
        }
        return new GruState(values, events[lane], lastMillis[lane]);
    }

    /** Puts a lane where it stood. */
    void restore(int lane, GruState saved) {
        Check.argument(
                saved.array().length == valueCount(),
                "a state of this model has %d numbers, but this one has %d",
                valueCount(),
                saved.array().length);
        int at = 0;
        for (float[] state : states) {
            int S = state.length / lanes;
            System.arraycopy(saved.array(), at, state, lane * S, S);
            at += S;
        }
        events[lane] = saved.events();
        lastMillis[lane] = saved.lastMillis();
    }

    private int valueCount() {
        int sum = 0;
        for (float[] state : states) {
            sum += state.length / lanes;
        }
        return sum;
    }
}
