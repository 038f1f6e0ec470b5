package org.tandemrec.nn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.Kernels;

/**
 * The first layer, x = f(E[item] + G[gap] + P[position]): the product of a one-hot vector with a matrix is a row of it, and that of
 * several one-hot vectors side by side is the sum of their rows. f is tanh (RA_LST, section 2.2) or nothing; G and P are options.
 */
public final class ItemEmbedding {
    private final RowTable items;
    private final @Nullable RowTable gaps;
    private final @Nullable RowTable positions;
    private final boolean tanh;
    private final int D;
    private final Kernels kernels = Kernels.best();
    private final float[] dRow;

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
        this.dRow = new float[D];
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

    /** What is known of some events beside their items; buckets of what no table is for are not read. */
    public record Events(int[] items, int[] gaps, int[] positions) {
        /** Room for {@code rows} events. */
        public Events(int rows) {
            this(new int[rows], new int[rows], new int[rows]);
        }
    }

    /** x (rows, D) of the events. */
    public void forward(Events events, int rows, float[] x) {
        for (int row = 0; row < rows; row++) {
            int at = row * D;
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
    }

    /** Adds to the gradients of the tables' rows: those of dx (rows, D) through f, whose output was x (rows, D). */
    public void backward(Events events, int rows, float[] x, float[] dx) {
        for (int row = 0; row < rows; row++) {
            int at = row * D;
            if (tanh) {
                kernels.tanhBackward(x, at, dx, at, dRow, 0, D);
            } else {
                System.arraycopy(dx, at, dRow, 0, D);
            }
            add(items, events.items()[row]);
            if (gaps != null) {
                add(gaps, events.gaps()[row]);
            }
            if (positions != null) {
                add(positions, events.positions()[row]);
            }
        }
    }

    private void add(RowTable table, int row) {
        int slot = table.touch(row);
        kernels.axpy(1, dRow, 0, table.gradient(), slot * D, D);
    }
}
