package org.tandemrec.model.gru4rec;

import java.util.Arrays;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.GruLayer;

/**
 * The forward and backward pass of one batch; leaves the gradients in the network's arrays. Holds the lanes' hidden states and all
 * scratch.
 */
final class TrainingStep {
    private final Network network;
    private final Parallel parallel;
    private final ParallelGemm gemm;
    private final int H;
    private final int depth;
    /** hidden[l] (B, H) before the step, next[l] after it; the two swap roles in every step. */
    private float[][] hidden;

    private float[][] next;
    private final GruLayer.Activations[] activations;
    private final GruLayer.Gradients[] gradients;
    private final float[] embedded;
    private final float[] logits;
    private final double[] losses;
    private float[] dOut;
    private float[] dIn;

    TrainingStep(Network network, int lanes, Parallel parallel) {
        this.network = network;
        this.parallel = parallel;
        this.gemm = new ParallelGemm(Gemm.best(), parallel);
        this.H = network.hiddenSize;
        this.depth = network.layers.size();
        this.hidden = new float[depth][lanes * H];
        this.next = new float[depth][lanes * H];
        this.activations = new GruLayer.Activations[depth];
        this.gradients = new GruLayer.Gradients[depth];
        for (int l = 0; l < depth; l++) {
            activations[l] = new GruLayer.Activations(network.layers.get(l), lanes);
            gradients[l] = new GruLayer.Gradients(network.layers.get(l), lanes);
        }
        this.embedded = new float[lanes * H];
        this.logits = new float[Math.multiplyExact(lanes, network.itemCount)];
        this.losses = new double[lanes];
        this.dOut = new float[lanes * H];
        this.dIn = new float[lanes * H];
    }

    /** Returns the mean loss of the batch's lanes. */
    double run(SessionParallelBatches batch) {
        int B = batch.size();
        moveStates(batch);
        float[] top = forward(batch.inputs(), B);
        network.output.forward(top, B, logits, gemm, parallel);
        double loss = network.output.loss(logits, batch.targets(), B, losses, parallel);
        network.output.backward(top, B, logits, dOut, gemm, parallel);
        backward(batch.inputs(), B);
        float[][] swapped = hidden;
        hidden = next;
        next = swapped;
        return loss;
    }

    private void moveStates(SessionParallelBatches batch) {
        for (int lane = 0; lane < batch.size(); lane++) {
            int source = batch.source(lane);
            for (float[] h : hidden) {
                if (source == SessionParallelBatches.NEW) {
                    Arrays.fill(h, lane * H, (lane + 1) * H, 0);
                } else if (source != lane) {
                    System.arraycopy(h, source * H, h, lane * H, H);
                }
            }
        }
    }

    private float[] forward(int[] items, int B) {
        network.embedding.forward(items, B, embedded);
        float[] x = embedded;
        for (int l = 0; l < depth; l++) {
            network.layers.get(l).forward(x, hidden[l], B, activations[l], next[l], gemm, parallel);
            x = next[l];
        }
        return x;
    }

    private void backward(int[] items, int B) {
        for (int l = depth - 1; l >= 0; l--) {
            float[] x = l == 0 ? embedded : next[l - 1];
            network.layers
                    .get(l)
                    .backward(x, hidden[l], B, activations[l], dOut, gradients[l], dIn, null, gemm, parallel);
            float[] swapped = dOut;
            dOut = dIn;
            dIn = swapped;
        }
        network.embedding.backward(items, B, embedded, dOut);
    }
}
