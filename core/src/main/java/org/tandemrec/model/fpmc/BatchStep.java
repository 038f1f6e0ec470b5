package org.tandemrec.model.fpmc;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.nn.Dropout;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.RowTable;

/** The forward and backward pass of one mini-batch; leaves the gradients in the tables of the weights. Holds all scratch. */
final class BatchStep {
    /* Rows of one task: fixed, so that the cut does not depend on the threads. */
    private static final int ROWS_OF_TASK = 32;

    private final FpmcWeights weights;
    private final Transitions transitions;
    private final ItemOutput output;
    private final Dropout dropout;
    private final Parallel parallel;
    private final Kernels kernels = Kernels.best();
    private final int F;
    private final float scale;
    private final int[] targets;
    private final int[] items;
    /** (B, 2F). */
    private final float[] h;
    /** (B, 2F). */
    private final float[] dh;

    BatchStep(
            FpmcWeights weights,
            Transitions transitions,
            ItemOutput output,
            float dropout,
            int batchSize,
            Parallel parallel) {
        this.weights = weights;
        this.transitions = transitions;
        this.output = output;
        this.dropout = new Dropout(dropout);
        this.parallel = parallel;
        this.F = weights.factors;
        this.scale = 1f / batchSize;
        this.targets = new int[batchSize];
        this.items = new int[batchSize];
        this.h = new float[Math.multiplyExact(batchSize, 2 * F)];
        this.dh = new float[h.length];
    }

    /**
     * Returns the sum of the losses of the targets at some places of the order. The gradients are those of that sum over
     * {@code batchSize}: a target weighs the same in a last, smaller batch.
     *
     * @param draws the drawn negatives, of which those from {@code offset} on are this mini-batch's
     * @param seed of what is dropped
     */
    double run(int from, int to, int[] draws, int offset, int seed) {
        int rows = to - from;
        for (int row = 0; row < rows; row++) {
            targets[row] = transitions.target(from + row);
            items[row] = transitions.item(targets[row]);
        }
        parallel.forEach(Math.ceilDiv(rows, ROWS_OF_TASK), task -> {
            for (int row = task * ROWS_OF_TASK; row < Math.min(rows, (task + 1) * ROWS_OF_TASK); row++) {
                weights.gather(transitions, targets[row], h, row * 2 * F);
            }
        });
        drop(h, rows, seed);
        double loss = output.step(h, items, rows, draws, offset, scale, dh);
        drop(dh, rows, seed);
        for (int row = 0; row < rows; row++) {
            scatter(targets[row], row * 2 * F);
        }
        return loss;
    }

    /** The number of items that the last mini-batch scored. */
    int columns() {
        return output.columns();
    }

    private void drop(float[] x, int rows, int seed) {
        if (dropout.rate() > 0) {
            dropout.apply(x, x, rows, 2 * F, seed, parallel);
        }
    }

    private void scatter(int target, int at) {
        add(weights.users, transitions.user(target), 1, at);
        int basket = transitions.basket(target);
        for (int k = 0; k < basket; k++) {
            add(weights.latest, transitions.basketItem(target, k), 1f / basket, at + F);
        }
    }

    private void add(RowTable table, int row, float share, int at) {
        int slot = table.touch(row);
        kernels.axpy(share, dh, at, table.gradient(), slot * F, F);
    }
}
