package org.tandemrec.model.sdm;

import java.util.Arrays;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Activation;
import org.tandemrec.nn.AttentionPooling;
import org.tandemrec.nn.Dropout;
import org.tandemrec.nn.Sequences;

/**
 * The long term of a mini-batch's sessions, p (S, H) = tanh(z W + b), where z pools what came before a session by the user's vector, and
 * is 0 where nothing did.
 */
final class LongTermStep {
    private final Network network;
    private final ParallelGemm gemm;
    private final Parallel parallel;
    private final Kernels kernels = Kernels.best();
    private final int H;
    private final Dropout dropout;
    private final AttentionPooling pooling;
    /* By event before a session: embeddings, and what pools them up to there. */
    private final float[] x;
    private final float[] pooled;
    private final float[] gradient;
    /* By long sequence: its query and the gradient by it; by session: z and the gradient by it. */
    private final float[] queries;
    private final float[] dQueries;
    private final float[] z;
    private final float[] dz;

    LongTermStep(Network network, SdmConfig config, int batchSize, ParallelGemm gemm, Parallel parallel) {
        this.network = network;
        this.gemm = gemm;
        this.parallel = parallel;
        this.H = network.hiddenSize;
        this.dropout = new Dropout(config.dropout());
        int maxRows = Math.multiplyExact(batchSize, config.longLength());
        this.pooling = new AttentionPooling(H, maxRows, parallel);
        this.x = new float[Math.multiplyExact(maxRows, H)];
        this.pooled = new float[x.length];
        this.gradient = new float[x.length];
        this.queries = new float[batchSize * H];
        this.dQueries = new float[queries.length];
        this.z = new float[queries.length];
        this.dz = new float[queries.length];
    }

    /** p (S, H) of e (S, H). */
    void forward(Batch batch, float[] e, float[] p, int mask) {
        Sequences sequences = batch.longSequences();
        int sessions = batch.sequences().count();
        int rows = sequences.rows();
        network.embedding.forward(batch.longEvents(), rows, x, parallel);
        drop(x, rows, mask);
        for (int i = 0; i < sequences.count(); i++) {
            System.arraycopy(e, batch.longSession(i) * H, queries, i * H, H);
        }
        pooling.forward(sequences, x, queries, pooled);
        Arrays.fill(z, 0, sessions * H, 0);
        for (int i = 0; i < sequences.count(); i++) {
            System.arraycopy(pooled, last(sequences, i), z, batch.longSession(i) * H, H);
        }
        network.longTerm.forward(z, sessions, p, gemm, parallel);
        Activation.TANH.forward(p, p, sessions * H, parallel);
    }

    /**
     * Adds to the gradients of the items before the sessions.
     *
     * @param dp (S, H), overwritten
     * @param de (S, H), to which the gradients are added
     */
    void backward(Batch batch, float[] p, float[] dp, float[] de, int mask) {
        Sequences sequences = batch.longSequences();
        int sessions = batch.sequences().count();
        int rows = sequences.rows();
        Activation.TANH.backward(p, p, dp, dp, sessions * H, parallel);
        network.longTerm.backward(z, sessions, dp, dz, gemm, parallel);
        Arrays.fill(gradient, 0, rows * H, 0);
        Arrays.fill(dQueries, 0, sequences.count() * H, 0);
        for (int i = 0; i < sequences.count(); i++) {
            System.arraycopy(dz, batch.longSession(i) * H, gradient, last(sequences, i), H);
        }
        pooling.backward(sequences, x, queries, pooled, gradient, gradient, dQueries);
        for (int i = 0; i < sequences.count(); i++) {
            kernels.axpy(1, dQueries, i * H, de, batch.longSession(i) * H, H);
        }
        drop(gradient, rows, mask);
        network.embedding.backward(batch.longEvents(), rows, x, gradient, parallel);
    }

    private int last(Sequences sequences, int sequence) {
        return (sequences.start(sequence + 1) - 1) * H;
    }

    private void drop(float[] array, int rows, int mask) {
        if (dropout.rate() > 0) {
            dropout.apply(array, array, rows, H, mask, parallel);
        }
    }
}
