package org.tandemrec.nn;

import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;

/** Which {@link Loss} a network is trained by, and the settings of it. */
public record LossConfig(
        @Description("what is minimised") Kind loss,

        @Description("share of the target that all columns split, each by its weight (cross-entropy)")
        @Range(from = 0, to = 0.2)
        float labelSmoothing,

        @Description("alpha of ELU on the scores, 0 for none (bpr, bpr-max, top1, top1-max)") @Choice({"0", "0.5", "1"})
        float elu,

        @Description("factor of the negatives' squared scores, averaged by their softmax (bpr-max)")
        float scoreRegularization,

        @Description("t of the paper: 0 as binary cross-entropy, 1 corrects fully for the sampling (gbce)")
        float calibration) {
    /** The losses. */
    public enum Kind {
        /** Cross-entropy of the softmax over all columns. */
        CROSS_ENTROPY,
        /** Binary cross-entropy, generalised for sampled negatives. */
        GBCE,
        /** Bayesian personalised ranking. */
        BPR,
        /** BPR against the negatives as their softmax weighs them. */
        BPR_MAX,
        /** The pairwise loss of GRU4Rec, with its regulariser. */
        TOP1,
        /** TOP1 against the negatives as their softmax weighs them. */
        TOP1_MAX;

        /** Whether it compares the positive with its negatives, pair by pair; only these take ELU. */
        public boolean isRanking() {
            return this != CROSS_ENTROPY && this != GBCE;
        }
    }

    /** Plain cross-entropy; the other losses' settings are those of their papers. */
    public static final LossConfig DEFAULT = new LossConfig(Kind.CROSS_ENTROPY, 0, 0, 1, 0.75f);

    /** Checks every value. */
    public LossConfig {
        Check.argument(
                labelSmoothing >= 0 && labelSmoothing < 1,
                "labelSmoothing must be at least 0 and below 1, but was %s",
                labelSmoothing);
        Check.argument(
                labelSmoothing == 0 || loss == Kind.CROSS_ENTROPY,
                "labelSmoothing belongs to loss cross-entropy alone, but was %s",
                labelSmoothing);
        Check.argument(
                elu == 0 || loss.isRanking(),
                "elu belongs to the losses bpr, bpr-max, top1 and top1-max, but was %s",
                elu);
        Check.argument(
                elu >= 0 && elu < Float.POSITIVE_INFINITY, "elu must be 0 (none) or a positive alpha, but was %s", elu);
        Check.argument(
                scoreRegularization >= 0 && scoreRegularization < Float.POSITIVE_INFINITY,
                "scoreRegularization must be at least 0, but was %s",
                scoreRegularization);
        Check.argument(
                calibration >= 0 && calibration <= 1, "calibration must be from 0 to 1, but was %s", calibration);
    }
}
