package org.tandemrec.model.ralst;

import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Calibration;

/** A scale on which one part's scores of a history are brought: an affine map that the scores of all candidates determine. */
public enum ScoreScale {
    /** As they are. */
    NONE(0),
    /** The smallest becomes 0, the largest 1. */
    MIN_MAX(1),
    /** Mean 0, standard deviation 1. */
    Z_SCORE(2),
    /** The logarithm of their softmax. */
    LOG_SOFTMAX(3),
    /** The logit of their calibrated probability. */
    LOGIT(4),
    /** Their calibrated probability, σ of {@link #LOGIT}: the only one that is not affine. */
    PROBABILITY(5);

    private static final Kernels KERNELS = Kernels.best();

    private final int code;

    ScoreScale(int code) {
        this.code = code;
    }

    /** The number under which it is saved. */
    int code() {
        return code;
    }

    static ScoreScale ofCode(int code) {
        for (ScoreScale scale : values()) {
            if (scale.code == code) {
                return scale;
            }
        }
        throw new IllegalArgumentException("no scale has the code " + code);
    }

    /** x = factor · score + shift. */
    record Affine(float factor, float shift) {
        static final Affine IDENTITY = new Affine(1, 0);

        static Affine of(double factor, double shift) {
            return new Affine((float) factor, (float) shift);
        }
    }

    /** The map for {@code n} scores of all candidates from {@code offset} on. */
    Affine affine(float[] scores, int offset, int n, Calibration calibration) {
        return switch (this) {
            case NONE -> Affine.IDENTITY;
            case LOGIT, PROBABILITY -> Affine.of(calibration.scale(), calibration.offset());
            case MIN_MAX -> {
                double min = scores[offset];
                for (int i = offset; i < offset + n; i++) {
                    min = Math.min(min, scores[i]);
                }
                double range = KERNELS.max(scores, offset, n) - min;
                yield range > 0 ? Affine.of(1 / range, -min / range) : Affine.of(0, 0);
            }
            case Z_SCORE -> {
                float mean = KERNELS.sum(scores, offset, n) / n;
                double std = Math.sqrt(KERNELS.sumOfSquares(scores, offset, mean, n) / n);
                yield std > 0 ? Affine.of(1 / std, -mean / std) : Affine.of(0, 0);
            }
            case LOG_SOFTMAX -> {
                float max = KERNELS.max(scores, offset, n);
                yield Affine.of(1, -(max + StrictMath.log(KERNELS.expSum(scores, offset, max, n))));
            }
        };
    }
}
