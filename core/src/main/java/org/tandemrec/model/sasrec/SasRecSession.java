package org.tandemrec.model.sasrec;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Session;
import org.tandemrec.nn.BlockCache;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.ItemScorer;
import org.tandemrec.nn.LayerNorm;
import org.tandemrec.nn.Sequences;

/**
 * The latest events of lanes, and the keys and values of those that the network has seen. Events are looked at when they are needed, all
 * new ones of a lane at once; in the last block, the last one alone.
 *
 * <p>An event costs one row of the network, until a lane is full: then all events move on by one position, and each {@link #score} after
 * an event looks at all of them again.
 */
final class SasRecSession implements Session {
    /* Rows that go through the network together, as long as one lane does not need more. */
    private static final int ROWS = 2048;

    private final Network network;
    private final int lanes;
    private final int H;
    private final int capacity;
    private final Parallel parallel = Parallel.sequential();
    private final ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
    private final ItemScorer scorer;
    private final BlockCache[] caches;
    /** (lanes, capacity): a ring of the latest events, of which event number n is at n mod capacity. */
    private final int[] ring;
    /* By lane: all events so far, and those of the latest that the network has seen. */
    private final long[] events;
    private final int[] seen;
    /** (lanes, H): what the output reads after the last seen event. */
    private final float[] hidden;

    private final Sequences sequences;
    private final int[] sequenceLanes;
    private final int[] before;
    private final ItemEmbedding.Events inputs;
    private final float[] x;
    private final float[] scored;
    private final float[] statistics;

    SasRecSession(Network network, int lanes) {
        Check.argument(lanes >= 1, "a session must have at least one lane, but has %d", lanes);
        this.network = network;
        this.lanes = lanes;
        this.H = network.hiddenSize;
        this.capacity = network.maxLength;
        this.scorer = new ItemScorer(network.vectors, network.bias);
        int rows = (int) Math.min((long) lanes * capacity, Math.max(ROWS, capacity));
        this.caches = new BlockCache[network.blocks.size()];
        for (int l = 0; l < caches.length; l++) {
            caches[l] = new BlockCache(network.blocks.get(l), lanes, capacity, rows, gemm, parallel);
        }
        this.ring = new int[Math.multiplyExact(lanes, capacity)];
        this.events = new long[lanes];
        this.seen = new int[lanes];
        this.hidden = new float[lanes * H];
        this.sequences = new Sequences(Math.min(lanes, rows));
        this.sequenceLanes = new int[lanes];
        this.before = new int[lanes];
        this.inputs = new ItemEmbedding.Events(rows);
        this.x = new float[rows * H];
        this.scored = new float[lanes * H];
        this.statistics = new float[LayerNorm.statisticsSize(lanes)];
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public void reset(int lane, int user) {
        events[lane] = 0;
        seen[lane] = 0;
        Arrays.fill(hidden, lane * H, (lane + 1) * H, 0);
    }

    @Override
    public void advance(int[] items, long[] times) {
        for (int lane = 0; lane < lanes; lane++) {
            if (items[lane] >= 0) {
                ring[lane * capacity + (int) (events[lane]++ % capacity)] = items[lane];
                if (events[lane] > capacity) {
                    seen[lane] = 0; // all positions change
                }
            }
        }
    }

    @Override
    public void score(int[] wanted, int count, float[] scores) {
        sequences.clear();
        for (int i = 0; i < count; i++) {
            int lane = wanted[i];
            int length = (int) Math.min(events[lane], capacity);
            if (seen[lane] < length) {
                if (sequences.rows() + length - seen[lane] > x.length / H) {
                    look();
                }
                add(lane, length);
            }
        }
        look();
        for (int i = 0; i < count; i++) {
            System.arraycopy(hidden, wanted[i] * H, scored, i * H, H);
        }
        scorer.score(scored, count, scores, gemm, parallel);
        scorer.logSoftmax(scores, count, parallel);
    }

    /** Adds the events of a lane that the network has not seen. */
    private void add(int lane, int length) {
        int sequence = sequences.count();
        int start = sequences.add(length - seen[lane]);
        sequenceLanes[sequence] = lane;
        before[sequence] = seen[lane];
        long oldest = events[lane] - length;
        for (int position = seen[lane]; position < length; position++) {
            int at = start + position - seen[lane];
            inputs.items()[at] = ring[lane * capacity + (int) ((oldest + position) % capacity)];
            inputs.positions()[at] = position;
        }
        seen[lane] = length;
    }

    /** Takes the added events through the network. */
    private void look() {
        int count = sequences.count();
        if (count == 0) {
            return;
        }
        network.embedding.forward(inputs, sequences.rows(), x, parallel);
        float[] h = x;
        for (int l = 0; l < caches.length; l++) {
            h = caches[l].append(sequences, sequenceLanes, before, h, l == caches.length - 1);
        }
        if (network.lastNorm != null) {
            network.lastNorm.forward(h, count, h, statistics, parallel);
        }
        for (int s = 0; s < count; s++) {
            System.arraycopy(h, s * H, hidden, sequenceLanes[s] * H, H);
        }
        sequences.clear();
    }
}
