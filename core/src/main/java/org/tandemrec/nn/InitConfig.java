package org.tandemrec.nn;

import java.util.Locale;
import java.util.SplittableRandom;
import org.tandemrec.base.Check;
import org.tandemrec.base.Description;

/** How weights are drawn before training. */
public record InitConfig(
        @Description("distribution of the initial weights") Initialization initialization,

        @Description(
                "bound of the initial weights (uniform) or their standard deviation (normal); 0 with glorot, which has its own")
        float initScale) {
    /** The distribution of the initial weights; {@code rows} × {@code blockColumns} is the shape of one gate's block. */
    public enum Initialization {
        /** Uniform from ±√(6 / (rows + blockColumns)) (Glorot and Bengio, AISTATS 2010, equation 16). */
        GLOROT_UNIFORM,
        /** Normal of variance 2 / (rows + blockColumns) (Glorot and Bengio, AISTATS 2010, equation 12). */
        GLOROT_NORMAL,
        /** Uniform from ±initScale. */
        UNIFORM,
        /** Normal of standard deviation initScale. */
        NORMAL
    }

    /** Uniform by Glorot and Bengio. */
    public static final InitConfig DEFAULT = new InitConfig(Initialization.GLOROT_UNIFORM, 0);

    /** Checks every value. */
    public InitConfig {
        String name = initialization.name().toLowerCase(Locale.ROOT).replace('_', '-');
        switch (initialization) {
            case GLOROT_UNIFORM, GLOROT_NORMAL ->
                Check.argument(
                        initScale == 0,
                        "initScale is for uniform and normal: with initialization %s it must be 0, but was %s",
                        name,
                        initScale);
            case UNIFORM, NORMAL ->
                Check.argument(
                        initScale > 0 && initScale < Float.POSITIVE_INFINITY,
                        "initScale must be positive with initialization %s, but was %s",
                        name,
                        initScale);
        }
    }

    /** Draws all weights of an array of blocks of {@code rows} × {@code blockColumns}. */
    void fill(float[] value, int rows, int blockColumns, SplittableRandom random) {
        double fan = (double) rows + blockColumns;
        switch (initialization) {
            case GLOROT_UNIFORM -> uniform(value, Math.sqrt(6 / fan), random);
            case GLOROT_NORMAL -> normal(value, Math.sqrt(2 / fan), random);
            case UNIFORM -> uniform(value, initScale, random);
            case NORMAL -> normal(value, initScale, random);
        }
    }

    private static void uniform(float[] value, double bound, SplittableRandom random) {
        for (int i = 0; i < value.length; i++) {
            value[i] = (float) random.nextDouble(-bound, bound);
        }
    }

    private static void normal(float[] value, double deviation, SplittableRandom random) {
        for (int i = 0; i < value.length; i++) {
            value[i] = (float) (deviation * random.nextGaussian());
        }
    }
}
