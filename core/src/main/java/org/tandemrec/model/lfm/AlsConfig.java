package org.tandemrec.model.lfm;

import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;

/** The settings of {@link AlsTrainer}. */
public record AlsConfig(
        @Description("latent factors of a user and of an item") @Choice({"32", "64", "128", "256"})
        int factors,

        @Description("sweeps: each solves for all items, then for all users")
        int epochs,

        @Description("weight of a pair without an interaction beside the weight 1 of one with it (alpha0)")
        @Range(from = 0.03, to = 1, log = true)
        float unobservedWeight,

        @Description("lambda of the objective") @Range(from = 0.0003, to = 0.3, log = true)
        float regularization,

        @Description(
                "how the penalty grows with a row's share of the data (nu): 1 in proportion to it, 0 alike for all rows")
        @Range(from = 0, to = 1)
        float frequencyExponent,

        @Description("standard deviation of the Gaussian initial factors, divided by the root of their number")
        float initStd,

        @Description("how a row's linear system is solved") Solver solver,

        @Description("steps per row of conjugate gradients; not used by cholesky")
        int cgIterations) {
    /** How a row's linear system is solved. */
    public enum Solver {
        /** Exactly, by a Cholesky factorisation: F² operations a pair and F³/3 a row. */
        CHOLESKY,
        /** Nearly, by a few conjugate gradients from the row's last value: F operations a pair and step. */
        CONJUGATE_GRADIENT
    }

    /** Settings chosen on the validation part of MovieLens-1M. */
    public static final AlsConfig DEFAULT = new AlsConfig(64, 8, 0.3f, 0.003f, 1, 0.1f, Solver.CHOLESKY, 3);

    /** Checks every value. */
    public AlsConfig {
        Check.argument(factors >= 1, "factors must be at least 1, but was %d", factors);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(
                unobservedWeight >= 0 && unobservedWeight <= 1,
                "unobservedWeight must be between 0 and 1 (the weight of an interaction), but was %s",
                unobservedWeight);
        Check.argument(
                regularization >= 0 && regularization < Float.POSITIVE_INFINITY,
                "regularization must not be negative, but was %s",
                regularization);
        Check.argument(
                frequencyExponent >= 0 && frequencyExponent <= 2,
                "frequencyExponent must be between 0 and 2, but was %s",
                frequencyExponent);
        Check.argument(initStd > 0 && initStd <= 10, "initStd must be above 0 and at most 10, but was %s", initStd);
        Check.argument(cgIterations >= 1, "cgIterations must be at least 1, but was %d", cgIterations);
    }
}
