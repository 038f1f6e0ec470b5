package org.tandemrec.model.tdssm;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Dropout;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.Mlp;

/** The user's static part over a mini-batch: a perceptron of the mean of the items before the slow rate's interval and of the user. */
final class StaticStep {
    private final Bags bags;
    private final @Nullable ItemEmbedding users;
    private final Dropout dropout;
    private final Parallel parallel;
    private final int H;
    private final int inputs;
    private final Mlp.Pass pass;
    /* (R, H), where there are vectors of users; */
    private final float[] ofUsers;
    /* (R, inputs): the mean, and behind it the user's vector; the gradient by it; (R, H): that by the output. */
    private final float[] x;
    private final float[] dx;
    private final float[] dy;

    StaticStep(Network network, Bags bags, int maxRows, Dropout dropout, ParallelGemm gemm, Parallel parallel) {
        this.bags = bags;
        this.users = network.users == null ? null : new ItemEmbedding(network.users, null, null, false);
        this.dropout = dropout;
        this.parallel = parallel;
        this.H = network.hiddenSize;
        this.inputs = network.staticPart.inputs();
        this.pass = network.staticPart.pass(maxRows, gemm, parallel);
        this.ofUsers = new float[users == null ? 0 : maxRows * H];
        this.x = new float[maxRows * inputs];
        this.dx = new float[maxRows * inputs];
        this.dy = new float[maxRows * H];
    }

    /** Writes what the perceptron gives into the first columns of a matrix. */
    void forward(Batch batch, int mask, float[] joined, int stride) {
        int rows = batch.rows();
        bags.forward(rows, batch.first(), batch.slow().begin(), null, x, inputs, 0);
        if (users != null) {
            users.forward(batch.users(), rows, ofUsers, parallel);
            copy(ofUsers, H, 0, x, inputs, H, rows);
        }
        drop(x, rows, mask);
        copy(pass.forward(x, rows, mask + 1, true), H, 0, joined, stride, 0, rows);
    }

    /** Takes the gradients from the same columns. */
    void backward(Batch batch, int mask, float[] dJoined, int stride) {
        int rows = batch.rows();
        copy(dJoined, stride, 0, dy, H, 0, rows);
        pass.backward(x, rows, dy, dx);
        drop(dx, rows, mask);
        bags.backward(rows, batch.first(), batch.slow().begin(), null, dx, inputs, 0);
        if (users != null) {
            copy(dx, inputs, H, dy, H, 0, rows);
            users.backward(batch.users(), rows, ofUsers, dy, parallel);
        }
    }

    private void drop(float[] values, int rows, int mask) {
        if (dropout.rate() > 0) {
            dropout.apply(values, values, rows, inputs, mask, parallel);
        }
    }

    /** Copies H columns of every row. */
    private void copy(float[] from, int stride, int offset, float[] to, int toStride, int toOffset, int rows) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, row * stride + offset, to, row * toStride + toOffset, H);
        }
    }
}
