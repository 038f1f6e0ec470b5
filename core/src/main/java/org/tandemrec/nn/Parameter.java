package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;

/** A dense trainable array with its gradient. */
public final class Parameter {
    private final String name;
    private final int rows;
    private final int columns;
    private final float[] value;
    private float @Nullable [] gradient;

    /** A parameter of zeros, rows × columns. */
    public Parameter(String name, int rows, int columns) {
        Check.argument(rows >= 1 && columns >= 1, "parameter %s has no elements: %d × %d", name, rows, columns);
        this.name = name;
        this.rows = rows;
        this.columns = columns;
        this.value = new float[Math.multiplyExact(rows, columns)];
    }

    /** The name under which it is saved. */
    public String name() {
        return name;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The number of columns. */
    public int columns() {
        return columns;
    }

    /** The weights, row-major; written by optimisers and by whoever restores them. */
    public float[] value() {
        return value;
    }

    /** The gradient of the loss, row-major; written by backward passes. */
    public float[] gradient() {
        float[] made = gradient;
        if (made == null) { // an inference network never asks
            made = new float[value.length];
            gradient = made;
        }
        return made;
    }

    /** Draws the weights anew; a block of {@code blockWidth} columns is one gate. */
    public Parameter initialize(int blockWidth, InitConfig init, Seed seed) {
        init.fill(value, rows, blockWidth, seed.child(name).random());
        return this;
    }
}
