package org.tandemrec.model.knn;

import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;

/** The settings of {@link ItemKnnTrainer}. */
public record ItemKnnConfig(
        @Choice({"cosine", "jaccard", "conditional"}) @Description("how alike two items are, by their users")
        Similarity similarity,

        @Range(from = 5, to = 500, log = true) @Description("most similar items kept of each item")
        int neighbours,

        @Range(from = 0, to = 100)
        @Description("discount of few common users: a similarity is times common / (common + this)")
        float shrinkage,

        @Range(from = 0, to = 1)
        @Description("how much a popular neighbour is held back by conditional (alpha); not used by the others")
        float popularityExponent,

        @Choice({"true", "false"})
        @Description("scale the similarities of each item's neighbours so that they add up to 1")
        boolean normalized,

        @Range(from = 1, to = 100, log = true)
        @Description("events after which an item of the history counts half; 0 for all alike")
        float halfLifeEvents) {
    /** How alike two items are: n_i and n_j are their users, c_ij those they have in common. */
    public enum Similarity {
        /** c_ij / √(n_i n_j) (Sarwar et al., WWW 2001). */
        COSINE,
        /** c_ij / (n_i + n_j - c_ij). */
        JACCARD,
        /** c_ij / (n_i n_j^alpha), i the item of the history (Deshpande and Karypis, TOIS 2004). */
        CONDITIONAL
    }

    /** Cosine similarity of the whole history. */
    public static final ItemKnnConfig DEFAULT = new ItemKnnConfig(Similarity.COSINE, 100, 0, 0.5f, false, 0);

    /** Deshpande and Karypis: conditional probability, 20 neighbours, scaled. */
    public static final ItemKnnConfig PAPER = new ItemKnnConfig(Similarity.CONDITIONAL, 20, 0, 0.5f, true, 0);

    /** Checks every value. */
    public ItemKnnConfig {
        Check.argument(neighbours >= 1, "neighbours must be at least 1, but was %d", neighbours);
        Check.argument(
                shrinkage >= 0 && shrinkage < Float.POSITIVE_INFINITY,
                "shrinkage must not be negative, but was %s",
                shrinkage);
        Check.argument(
                popularityExponent >= 0 && popularityExponent <= 1,
                "popularityExponent must be between 0 and 1, but was %s",
                popularityExponent);
        Check.argument(
                halfLifeEvents == 0 || (halfLifeEvents >= 0.1f && halfLifeEvents < Float.POSITIVE_INFINITY),
                "halfLifeEvents must be at least 0.1, or 0 for all events alike, but was %s",
                halfLifeEvents);
    }
}
