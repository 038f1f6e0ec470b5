package org.tandemrec.nn;

import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

/**
 * Causal {@link SelfAttention} over sequences that grow: keeps the keys and values of each lane, so that a row costs no second look at
 * the rows before it. On the calling thread.
 */
public final class AttentionCache {
    private final SelfAttention attention;
    private final int H;
    private final int capacity;
    private final ParallelGemm gemm;
    private final Parallel parallel;
    private final AttentionHead head;
    /** (lanes, capacity, 2H): keys and values by position. */
    private final float[] kept;
    /* (R, 3H), (R, H). */
    private final float[] projected;
    private final float[] attended;
    private final float[] probabilities;

    /**
     * Room for {@code capacity} rows of each lane, of which up to {@code maxRows} come at a time.
     *
     * @throws IllegalArgumentException if the attention is not causal: then a further row changes the outputs of those before it
     */
    public AttentionCache(
            SelfAttention attention, int lanes, int capacity, int maxRows, ParallelGemm gemm, Parallel parallel) {
        Check.argument(attention.causal(), "only causal attention can be continued");
        this.attention = attention;
        this.H = attention.size();
        this.capacity = capacity;
        this.gemm = gemm;
        this.parallel = parallel;
        this.head = new AttentionHead(Gemm.best(), true, H / attention.heads(), 0);
        this.kept = new float[Math.multiplyExact(Math.multiplyExact(lanes, capacity), 2 * H)];
        this.projected = new float[Math.multiplyExact(maxRows, 3 * H)];
        this.attended = new float[Math.multiplyExact(maxRows, H)];
        this.probabilities = new float[AttentionHead.ROWS * capacity];
    }

    /**
     * Appends the rows x (R, H) of each sequence to its lane and computes the outputs y: (R, H), or, of the last row of each sequence,
     * (sequences, H).
     *
     * @param lanes the lane of each sequence
     * @param before the rows that the lane of each sequence has already
     */
    public void append(Sequences sequences, int[] lanes, int[] before, float[] x, boolean lastOnly, float[] y) {
        int R = sequences.rows();
        attention.input().forward(x, R, projected, gemm, parallel);
        for (int s = 0; s < sequences.count(); s++) {
            for (int i = 0; i < sequences.length(s); i++) {
                int to = (lanes[s] * capacity + before[s] + i) * 2 * H;
                System.arraycopy(projected, (sequences.start(s) + i) * 3 * H + H, kept, to, 2 * H);
            }
        }
        for (int s = 0; s < sequences.count(); s++) {
            int end = sequences.length(s);
            int from = lastOnly ? end - 1 : 0;
            for (int first = from; first < end; first += AttentionHead.ROWS) {
                int n = Math.min(AttentionHead.ROWS, end - first);
                int row = sequences.start(s) + first;
                attend(row, lanes[s], before[s] + first, n, before[s] + end, lastOnly ? s : row);
            }
        }
        attention.output().forward(attended, lastOnly ? sequences.count() : R, y, gemm, parallel);
    }

    /** n queries from {@code row} on, which stand at {@code position} of their lane, and whose outputs go to {@code to}. */
    private void attend(int row, int lane, int position, int n, int length, int to) {
        int d = H / attention.heads();
        for (int j = 0; j < attention.heads(); j++) {
            int keys = lane * capacity * 2 * H + j * d;
            head.attend(
                    new AttentionHead.Columns(projected, row * 3 * H + j * d, 3 * H),
                    position,
                    n,
                    new AttentionHead.Columns(kept, keys, 2 * H),
                    new AttentionHead.Columns(kept, keys + H, 2 * H),
                    length,
                    probabilities,
                    0,
                    new AttentionHead.Columns(attended, to * H + j * d, H));
        }
    }
}
