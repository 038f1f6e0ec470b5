package org.tandemrec.model.sdm;

import static java.lang.Math.ceilDiv;

import java.util.Arrays;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.AttentionPooling;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.Dropout;
import org.tandemrec.nn.GatedFusion;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.SelfAttention;
import org.tandemrec.nn.Sequences;

/** The forward and backward pass of one mini-batch; leaves the gradients in the network's arrays. Holds all scratch. */
final class BatchStep {
    /* Rows of a task that copies: fixed, so that the cut does not depend on the threads. */
    private static final int ROWS = 64;

    /* What is dropped. */
    private static final int OF_INPUTS = 0;
    private static final int OF_HIDDEN = 1;
    private static final int OF_ATTENTION = 2;
    private static final int OF_LONG_TERM = 3;
    private static final int OF_FUSED = 4;

    private final Network network;
    private final Parallel parallel;
    private final Kernels kernels = Kernels.best();
    private final int H;
    private final Dropout dropout;
    private final ItemOutput output;
    private final Cell.Pass cell;
    private final SelfAttention.Pass attention;
    private final AttentionPooling pooling;
    private final GatedFusion.Pass gate;
    private final float[] carried = new float[0]; // every row of the first step begins a session

    /* By row (R, H): inputs in the order of the window; recurrent units, attention's outputs, s and o in that of the sequences. */
    private final float[] x;
    private final float[] h;
    private final float[] attended;
    private final float[] s;
    private final float[] o;
    private final float[] gradient;
    private final float[] stepGradient;

    /* By session (S, H): e and p, and their gradients. */
    private final float[] e;
    private final float[] p;
    private final float[] de;
    private final float[] dp;
    private final LongTermStep longTerm;

    BatchStep(
            Network network,
            SdmConfig config,
            int batchSize,
            int maxRows,
            ItemOutput output,
            ParallelGemm gemm,
            Parallel parallel) {
        int size = Math.multiplyExact(maxRows, network.hiddenSize);
        this.network = network;
        this.parallel = parallel;
        this.H = network.hiddenSize;
        this.dropout = new Dropout(config.dropout());
        this.output = output;
        this.cell = network.cell.pass(maxRows, gemm, parallel);
        this.attention = network.attention.pass(maxRows, config.dropout(), gemm, parallel);
        this.pooling = new AttentionPooling(H, maxRows, parallel);
        this.gate = network.gate.pass(batchSize, maxRows, gemm, parallel);
        this.x = new float[size];
        this.h = new float[size];
        this.attended = new float[size];
        this.s = new float[size];
        this.o = new float[size];
        this.gradient = new float[size];
        this.stepGradient = new float[size];
        this.e = new float[batchSize * H];
        this.p = new float[e.length];
        this.de = new float[e.length];
        this.dp = new float[e.length];
        this.longTerm = new LongTermStep(network, config, batchSize, gemm, parallel);
    }

    /**
     * Returns the sum of the rows' losses. The gradients are those of their mean.
     *
     * @param draws the drawn negatives, of which those from {@code offset} on are this mini-batch's
     * @param seed of what is dropped
     */
    double run(Batch batch, int[] draws, int offset, Seed seed) {
        int rows = batch.sequences().rows();
        forward(batch, seed);
        double loss = output.step(o, batch.targets(), rows, draws, offset, 1f / rows, gradient);
        backward(batch, seed);
        return loss;
    }

    /** The number of items that the last mini-batch scored. */
    int columns() {
        return output.columns();
    }

    private void forward(Batch batch, Seed seed) {
        Sequences sequences = batch.sequences();
        int rows = sequences.rows();
        network.embedding.forward(batch.events(), rows, x, parallel);
        drop(x, rows, mask(seed, OF_INPUTS));
        cell.project(x, rows);
        cell.recur(batch.window(), carried, null);
        copy(batch, cell.hidden(), h, true);
        drop(h, rows, mask(seed, OF_HIDDEN));
        attention.forward(sequences, h, attended, mask(seed, OF_ATTENTION), true);
        for (int session = 0; session < sequences.count(); session++) {
            network.writeUser(batch.user(session), e, session * H);
        }
        pooling.forward(sequences, attended, e, s);
        longTerm.forward(batch, e, p, mask(seed, OF_LONG_TERM));
        gate.forward(sequences, e, p, s, o);
        drop(o, rows, mask(seed, OF_FUSED));
    }

    private void backward(Batch batch, Seed seed) {
        Sequences sequences = batch.sequences();
        int rows = sequences.rows();
        float[] ds = stepGradient;
        drop(gradient, rows, mask(seed, OF_FUSED));
        gate.backward(sequences, e, p, s, gradient, de, dp, ds);
        longTerm.backward(batch, p, dp, de, mask(seed, OF_LONG_TERM));
        pooling.backward(sequences, attended, e, s, ds, ds, de);
        userGradients(batch);
        attention.backward(sequences, h, ds, gradient);
        drop(gradient, rows, mask(seed, OF_HIDDEN));
        copy(batch, gradient, stepGradient, false);
        cell.backward(batch.window(), x, stepGradient, gradient, null);
        drop(gradient, rows, mask(seed, OF_INPUTS));
        network.embedding.backward(batch.events(), rows, x, gradient, parallel);
    }

    private void userGradients(Batch batch) {
        float[] any = network.anyUser.gradient();
        Arrays.fill(any, 0);
        for (int session = 0; session < batch.sequences().count(); session++) {
            int slot = network.users.touch(batch.user(session));
            kernels.axpy(1, de, session * H, network.users.gradient(), slot * H, H);
            kernels.axpy(1, de, session * H, any, 0, H);
        }
    }

    /** Copies rows in the order of the window to that of the sequences, or back. */
    private void copy(Batch batch, float[] from, float[] to, boolean toSequences) {
        int rows = batch.sequences().rows();
        int[] place = batch.rows();
        parallel.forEach(ceilDiv(rows, ROWS), block -> {
            int end = Math.min(rows, (block + 1) * ROWS);
            for (int row = block * ROWS; row < end; row++) {
                int at = place[row];
                System.arraycopy(from, (toSequences ? row : at) * H, to, (toSequences ? at : row) * H, H);
            }
        });
    }

    private void drop(float[] array, int rows, int mask) {
        if (dropout.rate() > 0) {
            dropout.apply(array, array, rows, H, mask, parallel);
        }
    }

    private static int mask(Seed seed, int layer) {
        return (int) seed.child(layer).value();
    }
}
