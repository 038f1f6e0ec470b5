package org.tandemrec.model.gru4rec;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.Dropout;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.Window;

/**
 * The forward and backward pass of one mini-batch; leaves the gradients in the network's arrays. Holds the states that lanes carry
 * from one mini-batch to the next, and all scratch.
 */
final class WindowStep {
    private final Network network;
    private final Parallel parallel;
    private final int H;
    private final int depth;
    private final float scale;
    private final Dropout embeddingDropout;
    private final Dropout hiddenDropout;
    private final Cell.Pass[] passes;
    private final float[][] carried;
    private final ItemOutput output;
    private final float[] embedded;
    /** inputs[l] (R, H): what layer l reads; inputs[depth]: what the output reads. */
    private final float[][] inputs;

    private final float @Nullable [] initial;
    private final float @Nullable [] dInitial;
    private float[] dOut;
    private float[] dIn;

    /**
     * Room for mini-batches of up to {@code lanes} lanes.
     *
     * @param output makes the output for a number of rows
     */
    WindowStep(Network network, Gru4RecConfig config, int lanes, OutputFactory output, Parallel parallel) {
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        int rows = Math.multiplyExact(lanes, config.bptt());
        this.network = network;
        this.parallel = parallel;
        this.H = network.hiddenSize;
        this.depth = network.cells.size();
        this.scale = 1f / rows;
        this.embeddingDropout = new Dropout(config.embeddingDropout());
        this.hiddenDropout = new Dropout(config.hiddenDropout());
        this.passes = new Cell.Pass[depth];
        this.carried = new float[depth][];
        this.inputs = new float[depth + 1][];
        for (int l = 0; l < depth; l++) {
            Cell cell = network.cells.get(l);
            passes[l] = cell.pass(rows, gemm, parallel);
            carried[l] = new float[lanes * cell.stateSize()];
        }
        this.output = output.of(rows, gemm);
        this.embedded = new float[rows * H];
        this.inputs[0] = config.embeddingDropout() == 0 ? embedded : new float[rows * H];
        for (int l = 1; l <= depth; l++) {
            inputs[l] = config.hiddenDropout() == 0 ? passes[l - 1].hidden() : new float[rows * H];
        }
        RowTable users = network.users;
        this.initial = users == null ? null : new float[rows * users.columns()];
        this.dInitial = users == null ? null : new float[rows * users.columns()];
        this.dOut = new float[rows * H];
        this.dIn = new float[rows * H];
    }

    /** Makes the output for up to {@code rows} rows. */
    @FunctionalInterface
    interface OutputFactory {
        ItemOutput of(int rows, ParallelGemm gemm);
    }

    /**
     * Returns the sum of the rows' losses. The gradients are those of that sum over B · {@code bptt}: a row weighs the same in a
     * batch that has shrunk.
     *
     * @param draws the drawn negatives, of which those from {@code offset} on are this mini-batch's
     * @param seed of what is dropped
     */
    double run(SessionWindows batch, int[] draws, int offset, Seed seed) {
        Window window = batch.window();
        int rows = window.rows();
        forward(batch, seed);
        double loss = output.step(inputs[depth], batch.targets(), rows, draws, offset, scale, dOut);
        backward(batch, seed);
        for (int l = 0; l < depth; l++) {
            passes[l].carry(window, carried[l]);
        }
        return loss;
    }

    /** The number of items that the last mini-batch scored. */
    int columns() {
        return output.columns();
    }

    private void forward(SessionWindows batch, Seed seed) {
        Window window = batch.window();
        int rows = window.rows();
        network.embedding.forward(batch.events(), rows, embedded, parallel);
        drop(embeddingDropout, embedded, inputs[0], rows, mask(seed, 0));
        gatherInitial(batch);
        for (int l = 0; l < depth; l++) {
            passes[l].project(inputs[l], rows);
            passes[l].recur(window, carried[l], l == 0 ? initial : null);
            drop(hiddenDropout, passes[l].hidden(), inputs[l + 1], rows, mask(seed, l + 1));
        }
    }

    private void backward(SessionWindows batch, Seed seed) {
        Window window = batch.window();
        int rows = window.rows();
        for (int l = depth - 1; l >= 0; l--) {
            drop(hiddenDropout, dOut, dOut, rows, mask(seed, l + 1));
            passes[l].backward(window, inputs[l], dOut, dIn, l == 0 ? dInitial : null);
            float[] swapped = dOut;
            dOut = dIn;
            dIn = swapped;
        }
        drop(embeddingDropout, dOut, dOut, rows, mask(seed, 0));
        network.embedding.backward(batch.events(), rows, embedded, dOut, parallel);
        scatterInitial(batch);
    }

    /** Without dropout both arrays are the same one. */
    private void drop(Dropout dropout, float[] x, float[] y, int rows, int mask) {
        if (dropout.rate() > 0) {
            dropout.apply(x, y, rows, H, mask, parallel);
        }
    }

    private static int mask(Seed seed, int layer) {
        return (int) seed.child(layer).value();
    }

    private void gatherInitial(SessionWindows batch) {
        RowTable users = network.users;
        if (users == null || initial == null) {
            return;
        }
        int S = users.columns();
        for (int row = 0; row < batch.window().rows(); row++) {
            if (batch.window().source(row) == Window.NEW) {
                System.arraycopy(users.value(), batch.users()[row] * S, initial, row * S, S);
            }
        }
    }

    private void scatterInitial(SessionWindows batch) {
        RowTable users = network.users;
        if (users == null || dInitial == null) {
            return;
        }
        int S = users.columns();
        for (int row = 0; row < batch.window().rows(); row++) {
            if (batch.window().source(row) == Window.NEW) { // once an epoch for each user, so nothing is added up
                int slot = users.touchUnfilled(batch.users()[row]);
                System.arraycopy(dInitial, row * S, users.gradient(), slot * S, S);
            }
        }
    }
}
