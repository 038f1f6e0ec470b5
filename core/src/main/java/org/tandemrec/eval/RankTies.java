package org.tandemrec.eval;

import org.tandemrec.base.NamedValue;

/**
 * Which rank a target has among items of the same score. Its text form is what {@link #parse} reads.
 *
 * <p>A score that is no number is no tie: a rival's counts as better than the target's, and a target's as worse than all.
 */
public enum RankTies {
    /** Behind all of them, so that a model that scores everything alike finds nothing. */
    WORST("worst"),
    /**
     * The mean over all orders of the tied: with n tied rivals and t tied targets the j-th of these stands behind n j / (t + 1)
     * of the rivals. Ranks need not be whole, and a rank of 1.5 is not within 1.
     */
    MEAN("mean"),
    /** Before all of them. A model that scores everything alike is perfect. */
    BEST("best");

    private final String text;

    RankTies(String text) {
        this.text = text;
    }

    /**
     * Reads {@code worst}, {@code mean} or {@code best}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static RankTies parse(String text) {
        return NamedValue.parse(RankTies.class, text, "the rank of ties is one of");
    }

    /** How many of {@code tied} rivals stand before the {@code place}-th (from 1) of {@code targets} targets of their score. */
    double before(int tied, int place, int targets) {
        return switch (this) {
            case WORST -> tied;
            case MEAN -> (double) tied * place / (targets + 1);
            case BEST -> 0;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
