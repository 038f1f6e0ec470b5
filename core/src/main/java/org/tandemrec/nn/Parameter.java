package org.tandemrec.nn;

import java.util.SplittableRandom;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;

/** A dense trainable array with its gradient. */
public final class Parameter {
    private final String name;
    private final int rows;
    private final int columns;
    private final float[] value;
    private final float[] gradient;

    /** A parameter of zeros, rows × columns. */
    public Parameter(String name, int rows, int columns) {
        Check.argument(rows >= 1 && columns >= 1, "parameter %s has no elements: %d × %d", name, rows, columns);
        this.name = name;
        this.rows = rows;
        this.columns = columns;
        this.value = new float[Math.multiplyExact(rows, columns)];
        this.gradient = new float[value.length];
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

    /** The gradient of the loss, row-major; layers add to it, optimisers clear it. */
    public float[] gradient() {
        return gradient;
    }

    /**
     * Draws the weights of each block of {@code width} columns uniformly from ±√(6 / (rows + width)) (Glorot and Bengio,
     * AISTATS 2010): a block is one gate.
     */
    public Parameter glorot(int width, Seed seed) {
        Uniform.fill(value, rows, width, seed.child(name).random());
        return this;
    }

    /** The initialisation that layers and tables share. */
    static final class Uniform {
        private Uniform() {}

        static void fill(float[] value, int rows, int width, SplittableRandom random) {
            double bound = Math.sqrt(6.0 / (rows + width));
            for (int i = 0; i < value.length; i++) {
                value[i] = (float) random.nextDouble(-bound, bound);
            }
        }
    }
}
