package org.tandemrec.model.sdm;

import java.util.Arrays;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.AttentionCache;
import org.tandemrec.nn.AttentionPooling;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.Sequences;
import org.tandemrec.nn.Window;

/**
 * What the network knows of the current sessions of lanes: the state of the recurrent cell, the keys and values of the attention, and s,
 * the pooled outputs.
 */
final class ShortTerm {
    /* Rows that go through the network together, as long as one lane does not need more. */
    private static final int ROWS = 2048;

    private final Network network;
    private final Events events;
    private final float[] queries;
    private final Parallel parallel;
    private final int H;
    private final int stateSize;
    private final int maxRows;
    private final Cell.Pass cell;
    private final AttentionCache attention;
    private final AttentionPooling pooling;
    /* By lane: the events that the network has seen, the cell's state, s and its log-sum. */
    private final int[] seen;
    private final float[] states;
    private final float[] pooled;
    private final float[] logSums;
    /* New events: sequences of them, the lane of each, and the events that it has before them. */
    private final Sequences sequences;
    private final int[] sequenceLanes;
    private final int[] before;
    private final Window window;
    private final int[] active;
    private final ItemEmbedding.Events inputs;
    private final float[] x;
    private final float[] after;
    private final float[] h;
    private final float[] attended;

    /** @param queries (lanes, H): e of each lane, read when events are looked at */
    ShortTerm(
            Network network,
            Events events,
            float[] queries,
            int sessionLength,
            int lanes,
            ParallelGemm gemm,
            Parallel parallel) {
        this.network = network;
        this.events = events;
        this.queries = queries;
        this.parallel = parallel;
        this.H = network.hiddenSize;
        this.stateSize = network.cell.stateSize();
        this.maxRows = (int) Math.min((long) lanes * sessionLength, Math.max(ROWS, sessionLength));
        this.cell = network.cell.pass(lanes, gemm, parallel);
        this.attention = new AttentionCache(network.attention, lanes, sessionLength, maxRows, gemm, parallel);
        this.pooling = new AttentionPooling(H, 1, parallel);
        this.seen = new int[lanes];
        this.states = new float[Math.multiplyExact(lanes, stateSize)];
        this.pooled = new float[lanes * H];
        this.logSums = new float[lanes];
        this.sequences = new Sequences(Math.min(lanes, maxRows));
        this.sequenceLanes = new int[lanes];
        this.before = new int[lanes];
        this.window = new Window(1, lanes);
        this.active = new int[lanes];
        this.inputs = new ItemEmbedding.Events(lanes);
        this.x = new float[lanes * H];
        this.after = new float[states.length];
        this.h = new float[Math.multiplyExact(maxRows, H)];
        this.attended = new float[h.length];
    }

    /** Forgets what it knows of a lane's session. */
    void begin(int lane) {
        seen[lane] = 0;
        logSums[lane] = AttentionPooling.NOTHING;
        Arrays.fill(states, lane * stateSize, (lane + 1) * stateSize, 0);
        Arrays.fill(pooled, lane * H, (lane + 1) * H, 0);
    }

    /** (lanes, H): s of each lane, zeros where the session has no event. */
    float[] pooled() {
        return pooled;
    }

    /** Takes the new events of some lanes through the network, as many lanes at a time as there is room for. */
    void look(int[] wanted, int count) {
        sequences.clear();
        for (int i = 0; i < count; i++) {
            int lane = wanted[i];
            int length = events.length(lane) - seen[lane];
            if (length > 0) {
                if (sequences.rows() + length > maxRows) {
                    look();
                }
                int sequence = sequences.count();
                sequences.add(length);
                sequenceLanes[sequence] = lane;
                before[sequence] = seen[lane];
                seen[lane] += length;
            }
        }
        look();
    }

    private void look() {
        int longest = 0;
        for (int sequence = 0; sequence < sequences.count(); sequence++) {
            longest = Math.max(longest, sequences.length(sequence));
        }
        for (int step = 0; step < longest; step++) {
            step(step);
        }
        if (longest > 0) {
            attention.append(sequences, sequenceLanes, before, h, false, attended);
        }
        for (int sequence = 0; sequence < sequences.count(); sequence++) {
            int lane = sequenceLanes[sequence];
            for (int row = sequences.start(sequence); row < sequences.start(sequence + 1); row++) {
                logSums[lane] = pooling.append(attended, row * H, queries, lane * H, logSums[lane], pooled, lane * H);
            }
        }
        sequences.clear();
    }

    /** One step of the cell for the sequences that are so long. */
    private void step(int step) {
        int count = 0;
        for (int sequence = 0; sequence < sequences.count(); sequence++) {
            if (sequences.length(sequence) > step) {
                inputs.items()[count] = events.item(sequenceLanes[sequence], before[sequence] + step);
                active[count++] = sequence;
            }
        }
        window.clear();
        window.addStep(count);
        for (int i = 0; i < count; i++) {
            window.setSource(i, sequenceLanes[active[i]]);
        }
        network.embedding.forward(inputs, count, x, parallel);
        cell.project(x, count);
        cell.recur(window, states, null);
        cell.carry(window, after);
        for (int i = 0; i < count; i++) {
            int lane = sequenceLanes[active[i]];
            System.arraycopy(after, i * stateSize, states, lane * stateSize, stateSize);
            System.arraycopy(cell.hidden(), i * H, h, (sequences.start(active[i]) + step) * H, H);
        }
    }
}
