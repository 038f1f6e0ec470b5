package org.tandemrec.model.lfm;

import org.tandemrec.base.Check;
import org.tandemrec.base.Description;

/** The settings of {@link LfmTrainer}. */
public record LfmConfig(
        @Description("what is learned: interactions (0/1, with sampled negatives) or ratings")
        Feedback feedback,

        @Description("latent factors of a user and of an item")
        int factors,

        @Description("passes over the training data") int epochs,
        @Description("step size of SGD") float learningRate,

        @Description("lambda of eq 2, applied at every sample")
        float regularization,

        @Description("standard deviation of the Gaussian initial factors")
        float initStd,

        @Description("negatives per interaction, drawn anew in every epoch (implicit feedback)")
        int negatives,

        @Description("learn a bias of each user and item") boolean biases,

        @Description("order in which an epoch visits its samples")
        SampleOrder order) {
    /** The order in which an epoch visits its samples, drawn anew in every epoch. */
    public enum SampleOrder {
        /** One user after another, users and the samples of each at random. */
        BY_USER,
        /** All samples at random. */
        SHUFFLED
    }

    /** What y is. */
    public enum Feedback {
        /** 1 for an interaction, 0 for a sampled negative. */
        IMPLICIT,
        /** The rating; the last one of a repeated pair. */
        EXPLICIT
    }

    /** Implicit feedback, settings chosen on the validation part of MovieLens-1M. */
    public static final LfmConfig DEFAULT =
            new LfmConfig(Feedback.IMPLICIT, 32, 20, 0.05f, 0.01f, 0.1f, 4, false, SampleOrder.SHUFFLED);

    /** The paper's: learning rate 0.02, N(0, 1) initial factors, negatives redrawn in every epoch. */
    public static final LfmConfig PAPER =
            new LfmConfig(Feedback.IMPLICIT, 32, 18, 0.02f, 0.02f, 1f, 4, false, SampleOrder.BY_USER);

    /** Ratings with biases. */
    public static final LfmConfig EXPLICIT =
            new LfmConfig(Feedback.EXPLICIT, 32, 20, 0.01f, 0.05f, 0.1f, 0, true, SampleOrder.SHUFFLED);

    /** Checks every value. */
    public LfmConfig {
        Check.argument(factors >= 1, "factors must be at least 1, but was %d", factors);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(
                learningRate > 0 && learningRate < Float.POSITIVE_INFINITY,
                "learningRate must be positive, but was %s",
                learningRate);
        Check.argument(
                regularization >= 0 && regularization < Float.POSITIVE_INFINITY,
                "regularization must not be negative, but was %s",
                regularization);
        Check.argument(initStd >= 0 && initStd <= 10, "initStd must be between 0 and 10, but was %s", initStd);
        Check.argument(
                initStd > 0 || biases,
                "initStd must be above 0 where no biases are learned: factors that start at 0 never move");
        Check.argument(negatives >= 0, "negatives must not be negative, but was %d", negatives);
        Check.argument(
                feedback == Feedback.EXPLICIT || negatives >= 1,
                "implicit feedback needs at least 1 negative per interaction, but negatives was %d",
                negatives);
    }
}
