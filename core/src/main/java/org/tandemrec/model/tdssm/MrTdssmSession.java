package org.tandemrec.model.tdssm;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.nn.ItemScorer;
import org.tandemrec.nn.Mlp;
import org.tandemrec.nn.RowTable;

/** States of lanes: an event is one step of both rates, whatever came before it. */
final class MrTdssmSession implements Session {
    private final Network network;
    private final ItemScorer scorer;
    private final Parallel parallel = Parallel.sequential();
    private final ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
    private final Kernels kernels = Kernels.best();
    private final int lanes;
    private final int H;
    private final RunningIntervals fast;
    private final RunningIntervals slow;
    private final Mlp.Pass staticPart;
    private final Mlp.Pass combined;
    private final Cosine cosine;
    /* By lane: the row of the user's vector, the time of the last event, and the events before the slow rate's interval. */
    private final int[] users;
    private final long[] lastMillis;
    private final int[] earlier;
    /** (lanes, H): the sums of the embeddings of the events before the slow rate's interval. */
    private final float[] earlierSums;

    private final int[] active;
    /* What the static part reads, and what the combining layer does. */
    private final float[] inputs;
    private final float[] joined;

    MrTdssmSession(Network network, RowTable vectors, int lanes) {
        Check.argument(lanes >= 1, "a session must have at least one lane, but has %d", lanes);
        MrTdssmConfig config = network.config;
        this.network = network;
        this.scorer = new ItemScorer(vectors, network.bias);
        this.lanes = lanes;
        this.H = network.hiddenSize;
        this.fast = new RunningIntervals(config.fast(), network.fast, network.embedding, lanes, gemm, parallel);
        this.slow = new RunningIntervals(config.slow(), network.slow, network.embedding, lanes, gemm, parallel);
        this.staticPart = network.staticPart.pass(lanes, gemm, parallel);
        this.combined = network.combined.pass(lanes, gemm, parallel);
        this.cosine = new Cosine(H, lanes, parallel);
        this.users = new int[lanes];
        this.lastMillis = new long[lanes];
        this.earlier = new int[lanes];
        this.earlierSums = new float[lanes * H];
        this.active = new int[lanes];
        this.inputs = new float[lanes * network.staticPart.inputs()];
        this.joined = new float[lanes * 3 * H];
        for (int lane = 0; lane < lanes; lane++) {
            reset(lane, Query.UNKNOWN_USER);
        }
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public void reset(int lane, int user) {
        users[lane] = user == Query.UNKNOWN_USER ? network.userCount() : user;
        lastMillis[lane] = UNTIMED;
        earlier[lane] = 0;
        Arrays.fill(earlierSums, lane * H, (lane + 1) * H, 0);
        fast.reset(lane);
        slow.reset(lane);
    }

    @Override
    public void advance(int[] items, long[] times) {
        int count = 0;
        for (int lane = 0; lane < lanes; lane++) {
            if (items[lane] < 0) {
                continue;
            }
            if (fast.ends(lane, lastMillis[lane], times[lane])) {
                fast.end(lane);
            }
            if (slow.ends(lane, lastMillis[lane], times[lane])) {
                earlier[lane] += slow.end(lane, earlierSums);
            }
            lastMillis[lane] = times[lane];
            active[count++] = lane;
        }
        if (count > 0) {
            fast.advance(active, count, items);
            slow.advance(active, count, items);
        }
    }

    @Override
    public void score(int[] scored, int count, float[] scores) {
        int D = network.staticPart.inputs();
        RowTable table = network.users;
        for (int i = 0; i < count; i++) {
            int lane = scored[i];
            System.arraycopy(earlierSums, lane * H, inputs, i * D, H);
            if (earlier[lane] > 0) {
                kernels.scale(1f / earlier[lane], inputs, i * D, H);
            }
            if (table != null) {
                System.arraycopy(table.value(), users[lane] * H, inputs, i * D + H, H);
            }
            fast.hidden(lane, joined, i * 3 * H + H);
            slow.hidden(lane, joined, i * 3 * H + 2 * H);
        }
        float[] fixed = staticPart.forward(inputs, count, 0, false);
        for (int i = 0; i < count; i++) {
            System.arraycopy(fixed, i * H, joined, i * 3 * H, H);
        }
        float[] vector = combined.forward(joined, count, 0, false);
        if (network.isCosine()) {
            cosine.forward(vector, count, network.scale(), vector);
        }
        scorer.score(vector, count, scores, gemm, parallel);
        scorer.logSoftmax(scores, count, parallel);
    }
}
