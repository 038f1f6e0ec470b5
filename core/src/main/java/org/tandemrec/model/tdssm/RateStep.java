package org.tandemrec.model.tdssm;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.Dropout;

/** The recurrent part of one rate over a mini-batch, with the states that lanes carry on to the next. */
final class RateStep {
    private final Bags bags;
    private final Dropout dropout;
    private final Parallel parallel;
    private final int H;
    private final Cell.Pass pass;
    private final float[] carried;
    /* (R, H), in the order of the window: the means that the cell reads; the gradients by its hidden units and by its inputs. */
    private final float[] x;
    private final float[] dHidden;
    private final float[] dx;

    RateStep(Cell cell, Bags bags, int lanes, int maxRows, Dropout dropout, ParallelGemm gemm, Parallel parallel) {
        this.bags = bags;
        this.dropout = dropout;
        this.parallel = parallel;
        this.H = cell.hiddenSize();
        this.pass = cell.pass(maxRows, gemm, parallel);
        this.carried = new float[lanes * cell.stateSize()];
        this.x = new float[maxRows * H];
        this.dHidden = new float[maxRows * H];
        this.dx = new float[maxRows * H];
    }

    /** Writes the hidden units, row by row of the mini-batch, into columns of a matrix. */
    void forward(Batch batch, Track track, int mask, float[] joined, int stride, int offset) {
        int rows = batch.rows();
        bags.forward(rows, track.begin(), batch.after(), track.place(), x, H, 0);
        if (dropout.rate() > 0) {
            dropout.apply(x, x, rows, H, mask, parallel);
        }
        pass.project(x, rows);
        pass.recur(track.window(), carried, null);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(pass.hidden(), track.place()[row] * H, joined, row * stride + offset, H);
        }
    }

    /** Takes the gradients by the hidden units from the same columns, and carries the states on. */
    void backward(Batch batch, Track track, int mask, float[] dJoined, int stride, int offset) {
        int rows = batch.rows();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(dJoined, row * stride + offset, dHidden, track.place()[row] * H, H);
        }
        pass.backward(track.window(), x, dHidden, dx, null);
        if (dropout.rate() > 0) {
            dropout.apply(dx, dx, rows, H, mask, parallel);
        }
        bags.backward(rows, track.begin(), batch.after(), track.place(), dx, H, 0);
        track.carry(pass, carried);
    }
}
