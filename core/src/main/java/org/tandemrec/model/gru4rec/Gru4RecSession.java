package org.tandemrec.model.gru4rec;

import java.util.Arrays;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Session;
import org.tandemrec.nn.GruLayer;

/** Hidden states of lanes: an event is one step of the network, whatever came before it. */
final class Gru4RecSession implements Session {
    private final Network network;
    private final Parallel parallel = Parallel.sequential();
    private final ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
    private final int lanes;
    private final int H;
    private final float[][] hidden;
    private final GruLayer.Activations[] activations;
    private final int[] active;
    private final int[] activeItems;
    private final float[] x;
    private final float[] before;
    private final float[] after;

    Gru4RecSession(Network network, int lanes) {
        this.network = network;
        this.lanes = lanes;
        this.H = network.hiddenSize;
        int depth = network.layers.size();
        this.hidden = new float[depth][lanes * H];
        this.activations = new GruLayer.Activations[depth];
        for (int l = 0; l < depth; l++) {
            activations[l] = new GruLayer.Activations(network.layers.get(l), lanes);
        }
        this.active = new int[lanes];
        this.activeItems = new int[lanes];
        this.x = new float[lanes * H];
        this.before = new float[lanes * H];
        this.after = new float[lanes * H];
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public void reset(int lane, int user) {
        for (float[] h : hidden) {
            Arrays.fill(h, lane * H, (lane + 1) * H, 0);
        }
    }

    @Override
    public void advance(int[] items, long[] times) {
        int count = 0;
        for (int lane = 0; lane < lanes; lane++) {
            if (items[lane] >= 0) {
                active[count] = lane;
                activeItems[count++] = items[lane];
            }
        }
        network.embedding.forward(activeItems, count, x);
        for (int l = 0; l < hidden.length; l++) {
            gather(hidden[l], active, count, before);
            network.layers.get(l).forward(x, before, count, activations[l], after, gemm, parallel);
            for (int i = 0; i < count; i++) {
                System.arraycopy(after, i * H, hidden[l], active[i] * H, H);
            }
            System.arraycopy(after, 0, x, 0, count * H);
        }
    }

    @Override
    public void score(int[] scored, int count, float[] scores) {
        gather(hidden[hidden.length - 1], scored, count, before);
        network.output.forward(before, count, scores, gemm, parallel);
        network.output.logSoftmax(scores, count);
    }

    private void gather(float[] states, int[] from, int count, float[] to) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(states, from[i] * H, to, i * H, H);
        }
    }
}
