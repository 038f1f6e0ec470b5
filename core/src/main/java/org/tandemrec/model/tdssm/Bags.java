package org.tandemrec.model.tdssm;

import static java.lang.Math.ceilDiv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.nn.RowTable;

/**
 * Means of the embeddings of neighbouring events: x_r = 1 / n Σ M[item(k)] over the n = to_r − from_r training rows from_r ≤ k &lt; to_r,
 * zeros of none. Neighbouring rows of one {@code from} are a group, in which {@code to} does not fall: its sums are one sum that grows.
 */
final class Bags {
    /* Columns of one task: fixed, so that the cut does not depend on the threads. */
    private static final int COLUMNS = 32;

    private final Interactions training;
    private final RowTable items;
    private final int D;
    private final Parallel parallel;
    private final Kernels kernels = Kernels.best();
    /* By group: its first row, and where the slots of its events begin; one more for the end of the last. */
    private final int[] group;
    private final int[] firstSlot;
    private final float[] sums;
    private int groups;
    private int[] slots = new int[0];
    private float[] scratch = new float[0];

    Bags(Interactions training, RowTable items, int maxRows, Parallel parallel) {
        this.training = training;
        this.items = items;
        this.D = items.columns();
        this.parallel = parallel;
        this.group = new int[maxRows + 1];
        this.firstSlot = new int[maxRows + 1];
        this.sums = new float[Math.multiplyExact(maxRows, D)];
    }

    /**
     * Writes the means.
     *
     * @param place the row of x of each row; null for the same
     * @param x rows of {@code stride}, of which the D columns from {@code offset} on are written
     */
    void forward(int rows, int[] from, int[] to, int @Nullable [] place, float[] x, int stride, int offset) {
        group(rows, from);
        parallel.forEach(groups, g -> {
            int sum = group[g] * D;
            int event = from[group[g]];
            Arrays.fill(sums, sum, sum + D, 0);
            for (int row = group[g]; row < group[g + 1]; row++) {
                for (; event < to[row]; event++) {
                    kernels.axpy(1, items.value(), training.item(event) * D, sums, sum, D);
                }
                int at = (place == null ? row : place[row]) * stride + offset;
                System.arraycopy(sums, sum, x, at, D);
                if (to[row] > from[row]) {
                    kernels.scale(1f / (to[row] - from[row]), x, at, D);
                }
            }
        });
    }

    /**
     * Adds dM[item(k)] += Σ dx_r / n over the rows whose mean has k.
     *
     * @param dx laid out as x
     */
    void backward(int rows, int[] from, int[] to, int @Nullable [] place, float[] dx, int stride, int offset) {
        group(rows, from);
        touch(from, to);
        float[] gradient = items.gradient();
        if (scratch.length < D) {
            scratch = new float[D];
        }
        parallel.forEach(ceilDiv(D, COLUMNS), task -> {
            int column = task * COLUMNS;
            int width = Math.min(COLUMNS, D - column);
            for (int g = 0; g < groups; g++) {
                int row = group[g + 1] - 1;
                int start = from[row];
                Arrays.fill(scratch, column, column + width, 0);
                for (int event = to[row] - 1; event >= start; event--) {
                    for (; row >= group[g] && to[row] > event; row--) {
                        int at = (place == null ? row : place[row]) * stride + offset + column;
                        kernels.axpy(1f / (to[row] - start), dx, at, scratch, column, width);
                    }
                    int slot = slots[firstSlot[g] + event - start];
                    kernels.axpy(1, scratch, column, gradient, slot * D + column, width);
                }
            }
        });
    }

    private void group(int rows, int[] from) {
        groups = 0;
        for (int row = 0; row < rows; row++) {
            if (row == 0 || from[row] != from[row - 1]) {
                group[groups++] = row;
            }
        }
        group[groups] = rows;
    }

    /** Finds the slots of all events of all groups. */
    private void touch(int[] from, int[] to) {
        firstSlot[0] = 0;
        for (int g = 0; g < groups; g++) {
            int last = group[g + 1] - 1;
            firstSlot[g + 1] = firstSlot[g] + to[last] - from[last];
        }
        if (slots.length < firstSlot[groups]) {
            slots = new int[2 * firstSlot[groups]];
        }
        for (int g = 0; g < groups; g++) {
            int start = from[group[g]];
            for (int i = firstSlot[g]; i < firstSlot[g + 1]; i++) {
                slots[i] = items.touch(training.item(start + i - firstSlot[g]));
            }
        }
    }
}
