package org.tandemrec.nn;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

/**
 * A trainable table of which a step touches few rows: its gradient holds the touched rows only, one slot each, in the order in
 * which they were touched. Where a step touches all rows, {@link #touchAll} makes slot and row the same.
 *
 * <p>Touching may replace the array of {@link #gradient} by a longer one; once it is long enough, no step allocates.
 */
public final class RowTable {
    /* Elements that one task of a gather copies: fixed, so that the cut does not depend on the threads. */
    private static final int GRAIN = 1 << 14;

    private static final int FIRST_CAPACITY = 64;

    private final String name;
    private final int columns;
    private final float[] value;
    private final int[] slotOf;
    private int[] touched = new int[0];
    private float[] gradient = new float[0];
    private int touchedCount;
    private boolean allTouched;

    /** A table of zeros, rows × columns. */
    public RowTable(String name, int rows, int columns) {
        Check.argument(rows >= 1 && columns >= 1, "table %s has no elements: %d × %d", name, rows, columns);
        this.name = name;
        this.columns = columns;
        this.value = new float[Math.multiplyExact(rows, columns)];
        this.slotOf = new int[rows];
        Arrays.fill(slotOf, -1);
    }

    /** Draws the weights anew; a block of {@code blockWidth} columns is one gate. */
    public RowTable initialize(int blockWidth, InitConfig init, Seed seed) {
        init.fill(value, rows(), blockWidth, seed.child(name).random());
        return this;
    }

    /** The name under which it is saved. */
    public String name() {
        return name;
    }

    /** The number of rows. */
    public int rows() {
        return slotOf.length;
    }

    /** The number of columns. */
    public int columns() {
        return columns;
    }

    /** The weights, row-major. */
    public float[] value() {
        return value;
    }

    /** The number of rows with a gradient: those of the slots before it. */
    public int touchedCount() {
        return touchedCount;
    }

    /** Whether {@link #touchAll} made every row its own slot. */
    public boolean allTouched() {
        return allTouched;
    }

    /** The row whose gradient is in {@code slot}. */
    public int touched(int slot) {
        return allTouched ? slot : touched[slot];
    }

    /** The gradient, slots × columns, with room for all touched rows. */
    public float[] gradient() {
        return gradient;
    }

    /** Returns the slot of a row's gradient, zeros where the row was not touched before. */
    public int touch(int row) {
        int before = touchedCount;
        int slot = touchUnfilled(row);
        if (slot == before) {
            Arrays.fill(gradient, slot * columns, (slot + 1) * columns, 0);
        }
        return slot;
    }

    /**
     * Returns the slot of a row's gradient, left as it is where the row was not touched before: for a caller who overwrites the
     * first slots whole, by a product.
     */
    public int touchUnfilled(int row) {
        if (allTouched) {
            return row;
        }
        int slot = slotOf[row];
        if (slot < 0) {
            slot = touchedCount++;
            if (slot == touched.length) {
                int capacity = Math.min(rows(), Math.max(FIRST_CAPACITY, 2 * slot));
                touched = Arrays.copyOf(touched, capacity);
                growGradient(capacity);
            }
            touched[slot] = row;
            slotOf[row] = slot;
        }
        return slot;
    }

    /**
     * Touches every row, row = slot, and leaves the gradient, rows × columns, as it is: for a caller who overwrites it whole.
     * Touching a row afterwards returns the row and keeps its gradient.
     *
     * @throws IllegalStateException if a row was touched since gradients were forgotten
     */
    public void touchAll() {
        if (touchedCount > 0) {
            throw new IllegalStateException("table " + name + " must have no touched row when all are touched, but had "
                    + touchedCount + "; touch all first, single rows after it");
        }
        allTouched = true;
        touchedCount = rows();
        growGradient(rows());
    }

    private void growGradient(int capacity) {
        if (gradient.length < capacity * columns) {
            gradient = Arrays.copyOf(gradient, capacity * columns);
        }
    }

    /** Copies the weights of the rows in the first {@code count} slots, one after the other. */
    public void gather(float[] out, int count, Parallel parallel) {
        int rowsPerTask = Math.max(1, GRAIN / columns);
        parallel.forEach((count + rowsPerTask - 1) / rowsPerTask, task -> {
            int to = Math.min(count, (task + 1) * rowsPerTask);
            for (int slot = task * rowsPerTask; slot < to; slot++) {
                System.arraycopy(value, touched(slot) * columns, out, slot * columns, columns);
            }
        });
    }

    /** Forgets all gradients. */
    public void clearGradient() {
        if (!allTouched) {
            for (int slot = 0; slot < touchedCount; slot++) {
                slotOf[touched[slot]] = -1;
            }
        }
        allTouched = false;
        touchedCount = 0;
    }
}
