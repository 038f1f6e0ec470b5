package org.tandemrec.nn;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.ParallelGemm;

/**
 * A causal {@link TransformerBlock} over sequences that grow, one a lane: rows are appended, and what later rows need of them is kept.
 * Outputs agree with those of a {@link TransformerBlock.Pass} over the whole sequence, but for the order in which sums are added.
 */
public final class BlockCache {
    private final TransformerBlock block;
    private final int H;
    private final Parallel parallel;
    private final AttentionCache attention;
    private final FeedForward.Pass fed;
    /* (R, H), and what layer normalisation notes for a backward pass. */
    private final float[] normed;
    private final float[] last;
    private final float[] middle;
    private final float[] out;
    private final float[] statistics;

    /**
     * Empty lanes.
     *
     * @param capacity the most rows of a lane
     * @param maxRows the most rows of a call
     */
    public BlockCache(
            TransformerBlock block, int lanes, int capacity, int maxRows, ParallelGemm gemm, Parallel parallel) {
        this.block = block;
        this.H = block.attention().size();
        this.parallel = parallel;
        this.attention = new AttentionCache(block.attention(), lanes, capacity, maxRows, gemm, parallel);
        this.fed = block.feedForward().pass(maxRows, 0, gemm, parallel);
        int size = Math.multiplyExact(maxRows, H);
        this.normed = new float[size];
        this.last = new float[size];
        this.middle = new float[size];
        this.out = new float[size];
        this.statistics = new float[LayerNorm.statisticsSize(maxRows)];
    }

    /**
     * Appends the rows x (R, H) of each sequence to its lane and returns y, the same array always: (R, H), or, of the last row of each
     * sequence, (sequences, H).
     *
     * @param lanes the lane of each sequence
     * @param before how many rows of the lane to go on from: those behind them are forgotten
     */
    public float[] append(Sequences sequences, int[] lanes, int[] before, float[] x, boolean lastOnly) {
        int R = lastOnly ? sequences.count() : sequences.rows();
        float[] kept = x;
        if (lastOnly) {
            for (int s = 0; s < R; s++) {
                System.arraycopy(x, (sequences.start(s + 1) - 1) * H, last, s * H, H);
            }
            kept = last;
        }
        switch (block.norm()) {
            case BEFORE -> {
                block.norm1().forward(x, sequences.rows(), normed, statistics, parallel);
                attention.append(sequences, lanes, before, normed, lastOnly, middle);
                TransformerBlock.add(kept, middle, R * H, parallel);
                block.norm2().forward(middle, R, normed, statistics, parallel);
                fed.forward(normed, R, out, 0, false);
                TransformerBlock.add(middle, out, R * H, parallel);
            }
            case AFTER -> {
                attention.append(sequences, lanes, before, x, lastOnly, middle);
                TransformerBlock.add(kept, middle, R * H, parallel);
                block.norm1().forward(middle, R, middle, statistics, parallel);
                fed.forward(middle, R, out, 0, false);
                TransformerBlock.add(middle, out, R * H, parallel);
                block.norm2().forward(out, R, out, statistics, parallel);
            }
        }
        return out;
    }
}
