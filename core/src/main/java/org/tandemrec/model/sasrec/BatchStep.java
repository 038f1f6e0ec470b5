package org.tandemrec.model.sasrec;

import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Dropout;
import org.tandemrec.nn.LayerNorm;
import org.tandemrec.nn.TransformerBlock;

/** The forward and backward pass of one mini-batch; leaves the gradients in the network's arrays. Holds all scratch. */
final class BatchStep {
    private final Network network;
    private final Parallel parallel;
    private final int H;
    private final int depth;
    private final Dropout dropout;
    private final TransformerBlock.Pass[] passes;
    /** (R, H): what the first block reads. */
    private final float[] embedded;
    /** inputs[l] (R, H): what block l reads; inputs[depth]: what the last block gave. */
    private final float[][] inputs;
    /** (R, H): what the last normalisation gives, where there is one. */
    private final float[] hidden;

    private final float[] statistics;
    private final float[] gradient;

    BatchStep(Network network, SasRecConfig config, int maxRows, ParallelGemm gemm, Parallel parallel) {
        int size = Math.multiplyExact(maxRows, network.hiddenSize);
        this.network = network;
        this.parallel = parallel;
        this.H = network.hiddenSize;
        this.depth = network.blocks.size();
        this.dropout = new Dropout(config.dropout());
        this.passes = new TransformerBlock.Pass[depth];
        for (int l = 0; l < depth; l++) {
            passes[l] = network.blocks.get(l).pass(maxRows, gemm, parallel);
        }
        this.embedded = new float[size];
        this.inputs = new float[depth + 1][];
        this.hidden = new float[network.lastNorm == null ? 0 : size];
        this.statistics = new float[LayerNorm.statisticsSize(maxRows)];
        this.gradient = new float[size];
    }

    /**
     * Returns the sum of the rows' losses. The gradients are those of their mean.
     *
     * @param number the mini-batch's, from 1
     * @param seed of what is dropped
     */
    double run(Batch batch, long number, TargetLoss targets, Seed seed) {
        int rows = batch.rows();
        float[] h = forward(batch, seed);
        double loss = targets.step(batch, number, h, gradient);
        if (network.lastNorm != null) {
            network.lastNorm.backward(inputs[depth], rows, statistics, gradient, gradient, parallel);
        }
        for (int l = depth - 1; l >= 0; l--) {
            passes[l].backward(batch.sequences(), inputs[l], gradient);
        }
        drop(gradient, rows, mask(seed, depth));
        network.embedding.backward(batch.events(), rows, embedded, gradient, parallel);
        return loss;
    }

    private float[] forward(Batch batch, Seed seed) {
        int rows = batch.rows();
        network.embedding.forward(batch.events(), rows, embedded, parallel);
        drop(embedded, rows, mask(seed, depth));
        inputs[0] = embedded;
        for (int l = 0; l < depth; l++) {
            inputs[l + 1] = passes[l].forward(batch.sequences(), inputs[l], mask(seed, l), true);
        }
        if (network.lastNorm == null) {
            return inputs[depth];
        }
        network.lastNorm.forward(inputs[depth], rows, hidden, statistics, parallel);
        return hidden;
    }

    private void drop(float[] x, int rows, int mask) {
        if (dropout.rate() > 0) {
            dropout.apply(x, x, rows, H, mask, parallel);
        }
    }

    private static int mask(Seed seed, int layer) {
        return (int) seed.child(layer).value();
    }
}
