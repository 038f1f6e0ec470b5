package org.tandemrec.model.lfm;

import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;

/** The settings of {@link LfmTrainer}. */
public record LfmConfig(
        @Description("what is learned: interactions (0/1, with sampled negatives) or ratings")
        Feedback feedback,

        @Description("what training minimises") Loss loss,

        @Description("latent factors of a user and of an item") @Choice({"16", "32", "64", "128"})
        int factors,

        @Description("passes over the training data") int epochs,
        RateConfig rate,
        PenaltyConfig penalty,

        @Description("standard deviation of the Gaussian initial factors") @Range(from = 0.003, to = 0.3, log = true)
        float initStd,

        NegativesConfig sampling,
        TermsConfig terms,

        @Description("order in which an epoch visits its samples")
        SampleOrder order) {
    /** What y is. */
    public enum Feedback {
        /** 1 for an interaction, 0 for a sampled negative. */
        IMPLICIT,
        /** The rating; the last one of a repeated pair. */
        EXPLICIT
    }

    /** What training minimises. */
    public enum Loss {
        /** Squared error (RA_LST, eq 2). */
        SQUARED,
        /** Log loss of the sigmoid of the score. Implicit feedback only. */
        LOGISTIC,
        /** Bayesian personalised ranking (Rendle et al., UAI 2009): an interaction before a negative. Implicit feedback only. */
        BPR
    }

    /** The order in which an epoch visits its samples, drawn anew in every epoch. */
    public enum SampleOrder {
        /** One user after another, users and the samples of each at random. */
        BY_USER,
        /** All samples at random. */
        SHUFFLED
    }

    /** The step size. */
    public record RateConfig(
            @Description("step size of SGD, before decay") @Range(from = 0.005, to = 0.2, log = true)
            float learningRate,

            @Description("what an epoch's step size is of the one before; 1 keeps it") @Range(from = 0.85, to = 1)
            float learningRateDecay,

            @Description(
                    "divide a row's steps by the root of the sum of its mean squared gradients (Adagrad, a rate per row)")
            boolean adagrad) {
        /** Checks every value. */
        public RateConfig {
            Check.argument(
                    learningRate > 0 && learningRate < Float.POSITIVE_INFINITY,
                    "learningRate must be positive, but was %s",
                    learningRate);
            Check.argument(
                    learningRateDecay > 0 && learningRateDecay <= 1,
                    "learningRateDecay must be above 0 and at most 1, but was %s",
                    learningRateDecay);
        }

        /** The step size of an epoch, counted from 1. */
        float of(int epoch) {
            double rate = learningRate;
            for (int e = 1; e < epoch; e++) {
                rate *= learningRateDecay;
            }
            return (float) rate;
        }

        /** The same step in all epochs. */
        public static RateConfig constant(float learningRate) {
            return new RateConfig(learningRate, 1, false);
        }
    }

    /** The penalty on large numbers. */
    public record PenaltyConfig(
            @Description("lambda of eq 2") @Range(from = 0.0005, to = 0.2, log = true)
            float regularization,

            @Description(
                    "what lambda counts for: every sample, so that rows with many are shrunk more, or every row once an epoch")
            Per regularizationPer) {
        /** What lambda counts for. */
        public enum Per {
            /** Every sample. */
            SAMPLE,
            /** Every row once an epoch: lambda / n at each of its n samples (eq 2 to the letter). */
            ROW
        }

        /** Checks every value. */
        public PenaltyConfig {
            Check.argument(
                    regularization >= 0 && regularization < Float.POSITIVE_INFINITY,
                    "regularization must not be negative, but was %s",
                    regularization);
        }

        /** Lambda at every sample. */
        public static PenaltyConfig perSample(float regularization) {
            return new PenaltyConfig(regularization, Per.SAMPLE);
        }
    }

    /** What stands for "not interacted". */
    public record NegativesConfig(
            @Description("negatives per interaction, drawn anew in every epoch (implicit feedback)")
            @Choice({"1", "2", "4", "8"})
            int negatives,

            @Description("negatives are drawn by item popularity to this power; 0 is uniform") @Range(from = 0, to = 1)
            float negativesAlpha) {
        /** None: explicit feedback. */
        public static final NegativesConfig NONE = new NegativesConfig(0, 0);

        /** Checks every value. */
        public NegativesConfig {
            Check.argument(negatives >= 0, "negatives must not be negative, but was %d", negatives);
            Check.argument(
                    negativesAlpha >= 0 && negativesAlpha <= 2,
                    "negativesAlpha must be between 0 and 2, but was %s",
                    negativesAlpha);
        }

        /** Every unseen item alike. */
        public static NegativesConfig uniform(int negatives) {
            return new NegativesConfig(negatives, 0);
        }
    }

    /** What a prediction has beside the product of factors. */
    public record TermsConfig(
            @Description("learn a bias of each user and item") @Choice({"false", "true"})
            boolean biases,

            @Description("add the mean of learned vectors of all items a user has rated to the user's factors (SVD++)")
            boolean implicitTerm,

            @Description("stretches of time in which each item has a bias of its own (timeSVD++); 0 is off")
            int itemBins,

            @Description("learn how each user's bias drifts with time (timeSVD++)")
            boolean userDrift) {
        /** Factors alone. */
        public static final TermsConfig NONE = new TermsConfig(false, false, 0, false);

        /** Biases of users and items. */
        public static final TermsConfig BIASES = new TermsConfig(true, false, 0, false);

        /** Checks every value. */
        public TermsConfig {
            Check.argument(
                    itemBins >= 0 && itemBins <= 1000, "itemBins must be between 0 and 1000, but was %d", itemBins);
            Check.argument(
                    biases || (itemBins == 0 && !userDrift),
                    "itemBins (%d) and userDrift (%s) refine biases; set biases to true",
                    itemBins,
                    userDrift);
        }

        /** Whether there is anything beside biases. */
        boolean beyondBiases() {
            return implicitTerm || itemBins > 0 || userDrift;
        }
    }

    /** Implicit feedback, settings chosen on the validation part of MovieLens-1M. */
    public static final LfmConfig DEFAULT = new LfmConfig(
            Feedback.IMPLICIT,
            Loss.SQUARED,
            32,
            20,
            RateConfig.constant(0.05f),
            PenaltyConfig.perSample(0.01f),
            0.1f,
            NegativesConfig.uniform(4),
            TermsConfig.NONE,
            SampleOrder.SHUFFLED);

    /** The paper's: learning rate 0.02, N(0, 1) initial factors, negatives redrawn in every epoch. */
    public static final LfmConfig PAPER = new LfmConfig(
            Feedback.IMPLICIT,
            Loss.SQUARED,
            32,
            18,
            RateConfig.constant(0.02f),
            PenaltyConfig.perSample(0.02f),
            1,
            NegativesConfig.uniform(4),
            TermsConfig.NONE,
            SampleOrder.BY_USER);

    /** Implicit feedback at the size of the Netflix Prize, where an epoch has 400 million samples: as many epochs as the time allows. */
    public static final LfmConfig NETFLIX = new LfmConfig(
            Feedback.IMPLICIT,
            Loss.SQUARED,
            32,
            3,
            RateConfig.constant(0.05f),
            PenaltyConfig.perSample(0.01f),
            0.1f,
            NegativesConfig.uniform(4),
            TermsConfig.NONE,
            SampleOrder.SHUFFLED);

    /** Matrix factorisation by Bayesian personalised ranking (Rendle et al., UAI 2009): a model to compare with. */
    public static final LfmConfig BPR = new LfmConfig(
            Feedback.IMPLICIT,
            Loss.BPR,
            64,
            40,
            RateConfig.constant(0.05f),
            PenaltyConfig.perSample(0.01f),
            0.1f,
            NegativesConfig.uniform(1),
            TermsConfig.BIASES,
            SampleOrder.SHUFFLED);

    /** Ratings with biases, settings chosen on the validation part of MovieLens-1M. */
    public static final LfmConfig EXPLICIT = new LfmConfig(
            Feedback.EXPLICIT,
            Loss.SQUARED,
            64,
            40,
            new RateConfig(0.03f, 0.92f, false),
            PenaltyConfig.perSample(0.05f),
            0.003f,
            NegativesConfig.NONE,
            TermsConfig.BIASES,
            SampleOrder.BY_USER);

    /** Checks every value and what they ask of each other. */
    public LfmConfig {
        Check.argument(factors >= 1, "factors must be at least 1, but was %d", factors);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(initStd >= 0 && initStd <= 10, "initStd must be between 0 and 10, but was %s", initStd);
        Check.argument(
                initStd > 0 || terms.biases(),
                "initStd must be above 0 where no biases are learned: factors that start at 0 never move");
        if (feedback == Feedback.IMPLICIT) {
            Check.argument(
                    sampling.negatives() >= 1,
                    "implicit feedback needs at least 1 negative per interaction, but negatives was %d",
                    sampling.negatives());
            Check.argument(
                    !terms.beyondBiases(),
                    "implicitTerm, itemBins and userDrift belong to ratings; set feedback to explicit or leave them out");
        } else {
            Check.argument(
                    loss == Loss.SQUARED,
                    "loss logistic and bpr learn interactions; ratings (feedback explicit) need loss squared");
            Check.argument(
                    order == SampleOrder.BY_USER || !terms.beyondBiases(),
                    "implicitTerm, itemBins and userDrift are learned user by user; set order to by-user");
            Check.argument(
                    !(rate.adagrad() && terms.beyondBiases()),
                    "adagrad is not there for implicitTerm, itemBins and userDrift; set adagrad to false");
        }
    }
}
