package org.tandemrec.nn;

import java.util.Arrays;
import org.tandemrec.base.Seed;

/**
 * A trainable table of which a step touches few rows: its gradient holds the touched rows only, repeats merged.
 */
public final class RowTable {
    private final String name;
    private final int columns;
    private final float[] value;
    private final int[] slotOf;
    private int[] touched = new int[0];
    private float[] gradient = new float[0];
    private int touchedCount;

    /** A table drawn uniformly from ±√(6 / (rows + columns)) (Glorot and Bengio, AISTATS 2010). */
    public RowTable(String name, int rows, int columns, Seed seed) {
        this.name = name;
        this.columns = columns;
        this.value = new float[Math.multiplyExact(rows, columns)];
        this.slotOf = new int[rows];
        Arrays.fill(slotOf, -1);
        Parameter.Uniform.fill(value, rows, columns, seed.child(name).random());
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

    /** The number of rows with a gradient. */
    public int touchedCount() {
        return touchedCount;
    }

    /** The row whose gradient is in {@code slot}. */
    public int touched(int slot) {
        return touched[slot];
    }

    /** The gradient, slots × columns. */
    public float[] gradient() {
        return gradient;
    }

    /** Returns the slot of a row's gradient, zeros where the row was not touched before. */
    public int touch(int row) {
        int slot = slotOf[row];
        if (slot < 0) {
            slot = touchedCount++;
            if (slot == touched.length) {
                int capacity = Math.max(64, 2 * slot);
                touched = Arrays.copyOf(touched, capacity);
                gradient = Arrays.copyOf(gradient, capacity * columns);
            }
            touched[slot] = row;
            slotOf[row] = slot;
            Arrays.fill(gradient, slot * columns, (slot + 1) * columns, 0);
        }
        return slot;
    }

    /** Forgets all gradients. */
    public void clearGradient() {
        for (int slot = 0; slot < touchedCount; slot++) {
            slotOf[touched[slot]] = -1;
        }
        touchedCount = 0;
    }
}
