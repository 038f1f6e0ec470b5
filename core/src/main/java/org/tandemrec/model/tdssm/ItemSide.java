package org.tandemrec.model.tdssm;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.Mlp;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.ScoringConfig;

/**
 * The item's side in training: the vectors V of the scored items, computed from their embeddings where there is a perceptron or a
 * cosine. Touches E and the output's tables in one order, so that an item has one slot in all of them.
 */
final class ItemSide {
    private final Network network;
    private final Parallel parallel;
    private final int H;
    private final boolean sampled;
    private final int negatives;
    private final Mlp.@Nullable Pass pass;
    private final @Nullable Cosine cosine;
    /** V: E itself, or a table of which the rows of the scored items are up to date. */
    private final RowTable vectors;

    /* (columns, H): the embeddings of the scored items, and their unit vectors. */
    private final float[] x;
    private final float[] unit;
    private int count;
    private int mask;

    ItemSide(Network network, int maxRows, ParallelGemm gemm, Parallel parallel) {
        ScoringConfig scored = network.config.scored();
        this.network = network;
        this.parallel = parallel;
        this.H = network.hiddenSize;
        this.sampled = scored.scoring() == ScoringConfig.Scoring.SAMPLED;
        this.negatives = scored.negatives();
        int N = network.itemCount;
        int columns = sampled ? Math.min(N, Math.addExact(maxRows, negatives)) : N;
        this.pass = network.itemPart == null ? null : network.itemPart.pass(columns, gemm, parallel);
        this.cosine = network.isCosine() ? new Cosine(H, columns, parallel) : null;
        this.vectors = network.derivesVectors() ? new RowTable("vectors", N, H) : network.items;
        this.x = new float[sampled && network.derivesVectors() ? columns * H : 0];
        this.unit = new float[cosine == null ? 0 : columns * H];
    }

    /** V (N, H). */
    RowTable vectors() {
        return vectors;
    }

    /**
     * Computes the vectors of the items that {@link ItemOutput#step} will score.
     *
     * @param seed of what is dropped
     */
    void forward(int[] targets, int rows, int[] draws, int offset, int seed) {
        if (!network.derivesVectors()) {
            return;
        }
        mask = seed;
        choose(targets, rows, draws, offset);
        float[] y = embeddings();
        if (pass != null) {
            y = pass.forward(y, count, mask, true);
        }
        if (cosine != null) {
            cosine.forward(y, count, 1, unit);
            y = unit;
        }
        if (!sampled) {
            System.arraycopy(y, 0, vectors.value(), 0, count * H);
            return;
        }
        for (int slot = 0; slot < count; slot++) {
            System.arraycopy(y, slot * H, vectors.value(), network.items.touched(slot) * H, H);
        }
    }

    private void choose(int[] targets, int rows, int[] draws, int offset) {
        RowTable items = network.items;
        if (sampled) {
            for (int row = 0; row < rows; row++) {
                items.touchUnfilled(targets[row]);
            }
            for (int i = 0; i < negatives; i++) {
                items.touchUnfilled(draws[offset + i]);
            }
        } else {
            items.touchAll();
        }
        count = items.touchedCount();
    }

    /** The embeddings of the scored items, in the order of their slots. */
    private float[] embeddings() {
        if (!sampled) {
            return network.items.value();
        }
        network.items.gather(x, count, parallel);
        return x;
    }

    /** Turns the gradient by V into that by E, which is overwritten, and forgets that of a bias that is not learned. */
    void backward() {
        if (!network.config.itemBias()) {
            network.bias.clearGradient();
        }
        if (!network.derivesVectors()) {
            return;
        }
        float[] dV = vectors.gradient();
        float[] dE = network.items.gradient();
        if (cosine != null) {
            cosine.backward(unit, count, 1, dV);
        }
        if (pass == null) {
            System.arraycopy(dV, 0, dE, 0, count * H);
        } else {
            pass.backward(sampled ? x : network.items.value(), count, dV, dE);
        }
        vectors.clearGradient();
    }
}
