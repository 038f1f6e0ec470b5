package org.tandemrec.model.tdssm;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Dropout;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.Mlp;
import org.tandemrec.nn.RowTable;

/** The forward and backward pass of one mini-batch; leaves the gradients in the network's arrays. Holds all scratch. */
final class BatchStep {
    private final Network network;
    private final Parallel parallel;
    private final int H;
    private final float share;
    private final StaticStep staticStep;
    private final RateStep fast;
    private final RateStep slow;
    private final Dropout dropout;
    private final Mlp.Pass combined;
    private final @Nullable Cosine cosine;
    private final ItemSide items;
    private final ItemOutput output;
    /* (R, 3 H): static part | fast rate | slow rate, and the gradient by it; (R, H): scaled vectors, and the gradient by them. */
    private final float[] joined;
    private final float[] dJoined;
    private final float[] scaled;
    private final float[] dVector;

    /** Makes the output for up to {@code rows} rows. */
    @FunctionalInterface
    interface OutputFactory {
        ItemOutput of(RowTable vectors, int rows, ParallelGemm gemm);
    }

    /** Room for mini-batches of up to {@code lanes} lanes. */
    BatchStep(Network network, Interactions training, int lanes, OutputFactory output, Parallel parallel) {
        MrTdssmConfig config = network.config;
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        int rows = Math.multiplyExact(lanes, config.bptt());
        this.network = network;
        this.parallel = parallel;
        this.H = network.hiddenSize;
        this.share = 1f / rows;
        Bags bags = new Bags(training, network.embedding, rows, parallel);
        Dropout ofInputs = new Dropout(config.embeddingDropout());
        this.staticStep = new StaticStep(network, bags, rows, ofInputs, gemm, parallel);
        this.fast = new RateStep(network.fast, bags, lanes, rows, ofInputs, gemm, parallel);
        this.slow = new RateStep(network.slow, bags, lanes, rows, ofInputs, gemm, parallel);
        this.dropout = new Dropout(config.hiddenDropout());
        this.combined = network.combined.pass(rows, gemm, parallel);
        this.cosine = network.isCosine() ? new Cosine(H, rows, parallel) : null;
        this.items = new ItemSide(network, rows, gemm, parallel);
        this.output = output.of(items.vectors(), rows, gemm);
        this.joined = new float[rows * 3 * H];
        this.dJoined = new float[rows * 3 * H];
        this.scaled = new float[cosine == null ? 0 : rows * H];
        this.dVector = new float[rows * H];
    }

    /**
     * Returns the sum of the rows' losses. The gradients are those of that sum over the rows of a whole mini-batch: a row weighs the
     * same in one that has shrunk.
     *
     * @param draws the drawn negatives, of which those from {@code offset} on are this mini-batch's
     * @param seed of what is dropped
     */
    double run(Batch batch, int[] draws, int offset, Seed seed) {
        int rows = batch.rows();
        float[] vector = forward(batch, seed);
        items.forward(batch.targets(), rows, draws, offset, mask(seed, 5));
        double loss = output.step(vector, batch.targets(), rows, draws, offset, share, dVector);
        items.backward(); // before the histories, which add to its gradients where embeddings are tied
        backward(batch, seed);
        return loss;
    }

    /** The number of items that the last mini-batch scored. */
    int columns() {
        return output.columns();
    }

    private float[] forward(Batch batch, Seed seed) {
        int rows = batch.rows();
        staticStep.forward(batch, mask(seed, 0), joined, 3 * H);
        fast.forward(batch, batch.fast(), mask(seed, 1), joined, 3 * H, H);
        slow.forward(batch, batch.slow(), mask(seed, 2), joined, 3 * H, 2 * H);
        drop(joined, rows, mask(seed, 3));
        float[] vector = combined.forward(joined, rows, mask(seed, 4), true);
        if (cosine == null) {
            return vector;
        }
        cosine.forward(vector, rows, network.scale(), scaled);
        return scaled;
    }

    private void backward(Batch batch, Seed seed) {
        int rows = batch.rows();
        if (cosine != null) {
            double dLogScale = cosine.backward(scaled, rows, network.scale(), dVector);
            network.logScale.gradient()[0] = (float) dLogScale;
        }
        combined.backward(joined, rows, dVector, dJoined);
        drop(dJoined, rows, mask(seed, 3));
        staticStep.backward(batch, mask(seed, 0), dJoined, 3 * H);
        fast.backward(batch, batch.fast(), mask(seed, 1), dJoined, 3 * H, H);
        slow.backward(batch, batch.slow(), mask(seed, 2), dJoined, 3 * H, 2 * H);
    }

    private void drop(float[] x, int rows, int mask) {
        if (dropout.rate() > 0) {
            dropout.apply(x, x, rows, 3 * H, mask, parallel);
        }
    }

    private static int mask(Seed seed, int layer) {
        return (int) seed.child(layer).value();
    }
}
