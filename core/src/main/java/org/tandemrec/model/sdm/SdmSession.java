package org.tandemrec.model.sdm;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.nn.Activation;
import org.tandemrec.nn.AttentionPooling;
import org.tandemrec.nn.GatedFusion;
import org.tandemrec.nn.ItemScorer;
import org.tandemrec.nn.Sequences;

/**
 * Lanes with their latest events, the long term before their current session, and what the network knows of this session. Events are
 * looked at when they are needed: one costs a row of the network, and nothing if its session has ended before.
 */
final class SdmSession implements Session {
    private final Network network;
    private final int lanes;
    private final int H;
    private final Parallel parallel = Parallel.sequential();
    private final ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
    private final ItemScorer scorer;
    private final AttentionPooling pooling;
    private final GatedFusion.Pass gate;
    private final Events events;
    private final ShortTerm shortTerm;
    /* By lane: whether its p is that of the current session; */
    private final boolean[] longSeen;
    /* e, p and s; what is gathered of them for scoring, and o. */
    private final float[] e;
    private final float[] p;
    private final float[] scoredE;
    private final float[] scoredP;
    private final float[] scoredS;
    private final float[] o;
    private final Sequences single;
    /** (H): what pools the items before a session. */
    private final float[] z;

    SdmSession(Network network, SdmConfig config, int lanes) {
        Check.argument(lanes >= 1, "a session must have at least one lane, but has %d", lanes);
        this.network = network;
        this.lanes = lanes;
        this.H = network.hiddenSize;
        this.scorer = new ItemScorer(network.vectors, network.bias);
        this.pooling = new AttentionPooling(H, 1, parallel);
        this.gate = network.gate.pass(lanes, lanes, gemm, parallel);
        this.events = new Events(SessionCut.of(config), config.longLength(), lanes);
        this.longSeen = new boolean[lanes];
        this.e = new float[Math.multiplyExact(lanes, H)];
        this.p = new float[e.length];
        this.scoredE = new float[e.length];
        this.scoredP = new float[e.length];
        this.scoredS = new float[e.length];
        this.o = new float[e.length];
        this.shortTerm = new ShortTerm(network, events, e, config.sessionLength(), lanes, gemm, parallel);
        this.single = new Sequences(lanes);
        this.z = new float[H];
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
        network.writeUser(user, e, lane * H);
        events.clear(lane);
        begin(lane);
    }

    private void begin(int lane) {
        longSeen[lane] = false;
        shortTerm.begin(lane);
    }

    @Override
    public void advance(int[] items, long[] times) {
        for (int lane = 0; lane < lanes; lane++) {
            if (items[lane] >= 0 && events.add(lane, items[lane], times[lane])) {
                begin(lane);
            }
        }
    }

    @Override
    public void score(int[] wanted, int count, float[] scores) {
        shortTerm.look(wanted, count);
        single.clear();
        for (int i = 0; i < count; i++) {
            lookBack(wanted[i]);
            single.add(1);
            System.arraycopy(e, wanted[i] * H, scoredE, i * H, H);
            System.arraycopy(p, wanted[i] * H, scoredP, i * H, H);
            System.arraycopy(shortTerm.pooled(), wanted[i] * H, scoredS, i * H, H);
        }
        gate.forward(single, scoredE, scoredP, scoredS, o);
        for (int i = 0; i < count; i++) {
            if (events.length(wanted[i]) == 0) { // the biases alone
                Arrays.fill(o, i * H, (i + 1) * H, 0);
            }
        }
        scorer.score(o, count, scores, gemm, parallel);
        scorer.logSoftmax(scores, count, parallel);
    }

    /** The long term of a lane's current session. */
    private void lookBack(int lane) {
        if (longSeen[lane]) {
            return;
        }
        int to = lane * H;
        Arrays.fill(z, 0);
        float logSum = AttentionPooling.NOTHING;
        float[] items = network.embedding.tables().getFirst().value();
        for (int i = 0; i < events.longLength(lane); i++) {
            logSum = pooling.append(items, events.longItem(lane, i) * H, e, to, logSum, z, 0);
        }
        network.longTerm.forward(z, 1, o, gemm, parallel);
        Activation.TANH.forward(o, o, H, parallel);
        System.arraycopy(o, 0, p, to, H);
        longSeen[lane] = true;
    }
}
