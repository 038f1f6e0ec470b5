package org.tandemrec.model.ease;

import org.tandemrec.base.Check;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;

/** The settings of {@link EaseTrainer}. */
public record EaseConfig(
        @Range(from = 10, to = 10_000, log = true)
        @Description("lambda of the objective, in users: what is added to every item's number of users")
        float regularization) {
    /** The paper's for MovieLens-20M, which suits MovieLens-1M, too. */
    public static final EaseConfig DEFAULT = new EaseConfig(500);

    /** Checks the penalty. */
    public EaseConfig {
        Check.argument(
                regularization > 0 && regularization < Float.POSITIVE_INFINITY,
                "regularization must be above 0, or an item without users has no solution, but was %s",
                regularization);
    }
}
