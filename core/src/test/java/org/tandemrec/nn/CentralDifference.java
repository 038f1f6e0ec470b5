package org.tandemrec.nn;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Gradients without a formula: a function in double precision, evaluated a little to both sides of a point. */
public final class CentralDifference {
    private static final double STEP = 1e-5;

    private CentralDifference() {}

    /** The gradient of {@code function} by the elements of {@code at}, which the function reads. */
    public static double[] of(double[] at, DoubleSupplier function) {
        double[] gradient = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double kept = at[i];
            at[i] = kept + STEP;
            double above = function.getAsDouble();
            at[i] = kept - STEP;
            gradient[i] = (above - function.getAsDouble()) / (2 * STEP);
            at[i] = kept;
        }
        return gradient;
    }

    /** The same numbers as doubles. */
    public static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** Uniform draws from ±1. */
    public static float[] draw(int length, SplittableRandom random) {
        float[] values = new float[length];
        fill(values, random);
        return values;
    }

    /** Replaces all elements by uniform draws from ±1. */
    public static void fill(float[] values, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
    }
}
