package org.tandemrec.model.neumf;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.FloatMath;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Mlp;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;

/**
 * The forward and backward pass of one mini-batch of users, items and labels; leaves the gradients in the arrays of the weights. Holds all
 * scratch.
 */
final class NeuMfStep {
    /* Rows of one task: fixed, so that the cut does not depend on the threads. */
    private static final int ROWS_OF_TASK = 64;

    private final NeuMfWeights weights;
    private final Parallel parallel;
    private final ParallelGemm gemm;
    private final Mlp.Pass pass;
    private final Kernels kernels = Kernels.best();
    private final float scale;
    private final int F;
    private final int E;
    /** [P^M, Q^M] (R, 2E) and its gradient. */
    private final float[] x;

    private final float[] dx;
    /** P^G ⊙ Q^G (R, F). */
    private final float[] product;
    /** The gradient of the perceptron's last layer (R, F). */
    private final float[] dLast;
    /** The gradients of both halves' scores (R). */
    private final float[] dProduct;

    private final float[] dPerceptron;
    private final double[] losses;
    private final float[] scratch;

    NeuMfStep(NeuMfWeights weights, int maxRows, Parallel parallel) {
        this.weights = weights;
        this.parallel = parallel;
        this.gemm = new ParallelGemm(Gemm.best(), parallel);
        this.pass = weights.perceptron.pass(maxRows, gemm, parallel);
        this.scale = 1f / maxRows;
        this.F = weights.factors;
        this.E = weights.embedding;
        this.x = new float[Math.multiplyExact(maxRows, 2 * E)];
        this.dx = new float[x.length];
        this.product = new float[maxRows * F];
        this.dLast = new float[maxRows * F];
        this.dProduct = new float[maxRows];
        this.dPerceptron = new float[maxRows];
        this.losses = new double[maxRows];
        this.scratch = new float[F];
    }

    /**
     * Returns the sum of the rows' losses (He et al., 2017, equation 7). The gradients are those of that sum over {@code maxRows}: a row weighs
     * the same in a last, smaller batch.
     *
     * @param label y, 1 or 0
     * @param fused whether both halves share one loss; otherwise each has its own, and a row's loss is their mean
     * @param seed of what is dropped
     */
    double run(int[] users, int[] items, float[] label, int rows, boolean fused, int seed) {
        forEachRow(rows, row -> gather(users[row], items[row], row));
        float[] last = pass.forward(x, rows, seed, true);
        forEachRow(rows, row -> losses[row] = lossGradients(last, label[row], row, fused));
        outputGradient(weights.productOutput, dProduct, product, rows);
        outputGradient(weights.perceptronOutput, dPerceptron, last, rows);
        weights.bias.gradient()[0] = kernels.sum(dProduct, 0, rows);
        weights.bias.gradient()[1] = kernels.sum(dPerceptron, 0, rows);
        pass.backward(x, rows, dLast, dx);
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            scatter(users[row], items[row], row);
            loss += losses[row];
        }
        return loss;
    }

    private interface Row {
        void accept(int row);
    }

    private void forEachRow(int rows, Row body) {
        parallel.forEach(Math.ceilDiv(rows, ROWS_OF_TASK), task -> {
            for (int row = task * ROWS_OF_TASK; row < Math.min(rows, (task + 1) * ROWS_OF_TASK); row++) {
                body.accept(row);
            }
        });
    }

    private void gather(int user, int item, int row) {
        int p = user * (F + E);
        int q = item * (F + E);
        float[] P = weights.users.value();
        float[] Q = weights.items.value();
        kernels.multiply(P, p, Q, q, product, row * F, F);
        System.arraycopy(P, p + F, x, row * 2 * E, E);
        System.arraycopy(Q, q + F, x, row * 2 * E + E, E);
    }

    /** The row's loss; the gradients of its scores and of the last layer. */
    private double lossGradients(float[] last, float y, int row, boolean fused) {
        float[] bias = weights.bias.value();
        float[] h = weights.perceptronOutput.value();
        float ofProduct = kernels.dot(weights.productOutput.value(), 0, product, row * F, F) + bias[0];
        float ofPerceptron = kernels.dot(h, 0, last, row * F, F) + bias[1];
        double loss;
        if (fused) {
            float score = ofProduct + ofPerceptron;
            loss = crossEntropy(score, y);
            dProduct[row] = scale * (FloatMath.sigmoid(score) - y);
            dPerceptron[row] = dProduct[row];
        } else {
            loss = (crossEntropy(ofProduct, y) + crossEntropy(ofPerceptron, y)) / 2;
            dProduct[row] = scale * (FloatMath.sigmoid(ofProduct) - y);
            dPerceptron[row] = scale * (FloatMath.sigmoid(ofPerceptron) - y);
        }
        System.arraycopy(h, 0, dLast, row * F, F);
        kernels.scale(dPerceptron[row], dLast, row * F, F);
        return loss;
    }

    /** −y ln σ(s) − (1 − y) ln (1 − σ(s)). */
    private static double crossEntropy(float score, float y) {
        return FloatMath.softplus(score) - (double) score * y;
    }

    /** dh = Σ ds · φ over the rows. */
    private void outputGradient(Parameter output, float[] dScore, float[] inputs, int rows) {
        gemm.multiply(false, false, 1, F, rows, 1, dScore, 0, rows, inputs, 0, F, 0, output.gradient(), 0, F);
    }

    private void scatter(int user, int item, int row) {
        int p = user * (F + E);
        int q = item * (F + E);
        add(weights.users, user, weights.items.value(), q, row, 0);
        add(weights.items, item, weights.users.value(), p, row, E);
    }

    /** Adds the gradient of one side's row, whose product is with {@code other}. */
    private void add(RowTable table, int id, float[] other, int otherOffset, int row, int from) {
        int at = table.touch(id) * (F + E);
        kernels.multiply(weights.productOutput.value(), 0, other, otherOffset, scratch, 0, F);
        kernels.axpy(dProduct[row], scratch, 0, table.gradient(), at, F);
        kernels.axpy(1, dx, row * 2 * E + from, table.gradient(), at + F, E);
    }
}
