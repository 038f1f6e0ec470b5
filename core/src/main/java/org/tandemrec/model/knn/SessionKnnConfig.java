package org.tandemrec.model.knn;

import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;

/** The settings of {@link SessionKnnTrainer}. */
public record SessionKnnConfig(
        @Range(from = 20, to = 1000, log = true) @Description("most similar past sessions that score (k)")
        int neighbours,

        @Range(from = 100, to = 10_000, log = true)
        @Description("most recent past sessions with a common item that are compared (m)")
        int sampleSize,

        @Range(from = 1, to = 100, log = true) @Description("last events of the session that are compared")
        int sessionEvents,

        @Choice({"none", "linear", "quadratic", "reciprocal"})
        @Description("how the weight of the session's items falls with their age")
        Decay decay,

        @Choice({"dot", "cosine"}) @Description("how alike two sessions are")
        Similarity similarity,

        @Choice({"none", "similarity", "score"})
        @Description("where rare items weigh more, by their inverse frequency (idf)")
        Idf idf) {
    /** The weight of an item of the session, {@code age} events before the last of {@code length} (0 is the last itself). */
    public enum Decay {
        /** 1 for all. */
        NONE,
        /** (length - age) / length (Ludewig and Jannach, 2018). */
        LINEAR,
        /** The square of linear. */
        QUADRATIC,
        /** 1 / (age + 1). */
        RECIPROCAL;

        float weight(int age, int length) {
            float linear = (float) (length - age) / length;
            return switch (this) {
                case NONE -> 1;
                case LINEAR -> linear;
                case QUADRATIC -> linear * linear;
                case RECIPROCAL -> 1f / (age + 1);
            };
        }
    }

    /** How alike the weighted session is to a past session, a set of items. */
    public enum Similarity {
        /** The sum of the common items' weights (V-SkNN). */
        DOT,
        /** The same divided by the root of the number of the past session's items, so that long sessions have no advantage. */
        COSINE
    }

    /** Where an item's weight is times ln(sessions / sessions with it). */
    public enum Idf {
        /** Nowhere. */
        NONE,
        /** In the similarity of sessions. */
        SIMILARITY,
        /** In the score of the item. */
        SCORE
    }

    /** V-SkNN. */
    public static final SessionKnnConfig PAPER =
            new SessionKnnConfig(500, 1000, 100, Decay.LINEAR, Similarity.DOT, Idf.NONE);

    /** For histories of a hundred events and more: the last few, and every past session. */
    public static final SessionKnnConfig DEFAULT =
            new SessionKnnConfig(500, 1000, 20, Decay.LINEAR, Similarity.COSINE, Idf.NONE);

    /** Checks every value. */
    public SessionKnnConfig {
        Check.argument(neighbours >= 1, "neighbours must be at least 1, but was %d", neighbours);
        Check.argument(
                sampleSize >= neighbours,
                "sampleSize must be at least neighbours (%d), as neighbours come from the sample, but was %d",
                neighbours,
                sampleSize);
        Check.argument(sessionEvents >= 1, "sessionEvents must be at least 1, but was %d", sessionEvents);
    }
}
