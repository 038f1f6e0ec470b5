package org.tandemrec.nn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;

/**
 * The first layer, x = f(E[item] + G[gap] + P[position]): the product of a one-hot vector with a matrix is a row of it, and that of
 * several one-hot vectors side by side is the sum of their rows. f is tanh (RA_LST, section 2.2) or nothing; G and P are options.
 */
public final class ItemEmbedding {
    /* The cuts of the work: fixed, so that they do not depend on the threads. */
    private static final int ROWS_OF_TASK = 16;
    private static final int COLUMNS_OF_TASK = 128;

    private final RowTable items;
    private final @Nullable RowTable gaps;
    private final @Nullable RowTable positions;
    private final boolean tanh;
    private final int D;
    private final Kernels kernels = Kernels.best();
    private int[] slots = new int[0];

    /**
     * An embedding with the given tables, each with D columns.
     *
     * @param gaps rows are the {@link LogBuckets} of the seconds since the event before
     * @param positions rows are the {@link LogBuckets} of the number of events before
     */
    public ItemEmbedding(RowTable items, @Nullable RowTable gaps, @Nullable RowTable positions, boolean tanh) {
        this.items = items;
        this.gaps = gaps;
        this.positions = positions;
        this.tanh = tanh;
        this.D = items.columns();
    }

    /** All tables. */
    public List<RowTable> tables() {
        List<RowTable> tables = new ArrayList<>();
        tables.add(items);
        if (gaps != null) {
            tables.add(gaps);
        }
        if (positions != null) {
            tables.add(positions);
        }
        return tables;
    }

    /** Whether x depends on the item alone. */
    public boolean ofItemAlone() {
        return gaps == null && positions == null;
    }

    /** Whether x depends on the time since the event before. */
    public boolean readsGaps() {
        return gaps != null;
    }

    /** What is known of some events beside their items; buckets of what no table is for are not read. */
    public record Events(int[] items, int[] gaps, int[] positions) {
        /** Room for {@code rows} events. */
        public Events(int rows) {
            this(new int[rows], new int[rows], new int[rows]);
        }
    }

    /** x (rows, D) of the events. */
    public void forward(Events events, int rows, float[] x, Parallel parallel) {
        parallel.forEach((rows + ROWS_OF_TASK - 1) / ROWS_OF_TASK, task -> {
            int to = Math.min(rows, (task + 1) * ROWS_OF_TASK);
            for (int row = task * ROWS_OF_TASK; row < to; row++) {
                forward(events, row, x, row * D);
            }
        });
    }

    private void forward(Events events, int row, float[] x, int at) {
        System.arraycopy(items.value(), events.items()[row] * D, x, at, D);
        if (gaps != null) {
            kernels.axpy(1, gaps.value(), events.gaps()[row] * D, x, at, D);
        }
        if (positions != null) {
            kernels.axpy(1, positions.value(), events.positions()[row] * D, x, at, D);
        }
        if (tanh) {
            kernels.tanh(x, at, x, at, D);
        }
    }

    /**
     * Adds to the gradients of the tables' rows: those of dx (rows, D) through f, whose output was x (rows, D).
     *
     * @param dx overwritten
     */
    public void backward(Events events, int rows, float[] x, float[] dx, Parallel parallel) {
        if (tanh) {
            parallel.forEach((rows + ROWS_OF_TASK - 1) / ROWS_OF_TASK, task -> {
                int from = task * ROWS_OF_TASK * D;
                int n = Math.min(ROWS_OF_TASK * D, rows * D - from);
                kernels.tanhBackward(x, from, dx, from, dx, from, n);
            });
        }
        add(items, events.items(), rows, dx, parallel);
        if (gaps != null) {
            add(gaps, events.gaps(), rows, dx, parallel);
        }
        if (positions != null) {
            add(positions, events.positions(), rows, dx, parallel);
        }
    }

    /** Adds dx row by row, in their order, to the rows of a table; tasks have columns of their own. */
    private void add(RowTable table, int[] tableRows, int rows, float[] dx, Parallel parallel) {
        if (slots.length < rows) {
            slots = new int[rows];
        }
        for (int row = 0; row < rows; row++) {
            slots[row] = table.touch(tableRows[row]);
        }
        float[] gradient = table.gradient();
        int[] slot = slots;
        parallel.forEach((D + COLUMNS_OF_TASK - 1) / COLUMNS_OF_TASK, task -> {
            int at = task * COLUMNS_OF_TASK;
            int n = Math.min(COLUMNS_OF_TASK, D - at);
            for (int row = 0; row < rows; row++) {
                kernels.axpy(1, dx, row * D + at, gradient, slot[row] * D + at, n);
            }
        });
    }
}
