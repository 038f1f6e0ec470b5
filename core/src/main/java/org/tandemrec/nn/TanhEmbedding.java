package org.tandemrec.nn;

import org.tandemrec.kernel.Kernels;

/**
 * The embedding of a one-hot input with tanh (RA_LST, section 2.2): x = tanh(E[item]).
 *
 * <p>A one-hot vector times a matrix is a row of it, so the product is a look-up.
 */
public final class TanhEmbedding {
    private final RowTable table;
    private final Kernels kernels = Kernels.best();
    private float[] dRow = new float[0];

    /** An embedding with the given table, items × size. */
    public TanhEmbedding(RowTable table) {
        this.table = table;
    }

    /** The table. */
    public RowTable table() {
        return table;
    }

    /** x (B, D) = tanh(E[items]). */
    public void forward(int[] items, int B, float[] x) {
        int D = table.columns();
        for (int b = 0; b < B; b++) {
            kernels.tanh(table.value(), items[b] * D, x, b * D, D);
        }
    }

    /** dE[items] += dx ⊙ (1 − x²); x and dx are (B, D). */
    public void backward(int[] items, int B, float[] x, float[] dx) {
        int D = table.columns();
        if (dRow.length < D) {
            dRow = new float[D];
        }
        for (int b = 0; b < B; b++) {
            kernels.tanhBackward(x, b * D, dx, b * D, dRow, 0, D);
            int slot = table.touch(items[b]);
            kernels.axpy(1, dRow, 0, table.gradient(), slot * D, D);
        }
    }
}
