package org.tandemrec.model.ralst;

import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.base.Description;
import org.tandemrec.model.PartConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The settings of {@link RaLstTrainer}. */
public record RaLstConfig(
        @Description("the model of who the user is") PartConfig longTerm,

        @Description("the model of what the user is after right now")
        PartConfig shortTerm,

        @Description("models beside these two, fused with them")
        List<PartConfig> others,

        @Description("the scales on which the parts' scores meet; auto compares them on held-out data")
        MappingChoice mapping,

        @Description("the loss that theta minimises; auto compares them on held-out data")
        ObjectiveChoice objective,

        @Description("step size of the SGD of theta") float learningRate,

        @Description("train the parts again on all training data after theta is fitted")
        boolean refit,

        @Description("sampled negatives of each held-out target")
        int negatives,

        @Description(
                "theta and the calibrations are fitted on the held-out targets of so many users, drawn by the seed; 0 for all")
        int heldOutUsers) {
    /** A {@link Mapping}, or the one that wins on held-out data. */
    public enum MappingChoice {
        /** The best on held-out data, by the one-standard-error rule. */
        AUTO,
        /** {@link Mapping#NONE}. */
        NONE,
        /** {@link Mapping#MIN_MAX}. */
        MIN_MAX,
        /** {@link Mapping#Z_SCORE}. */
        Z_SCORE,
        /** {@link Mapping#LOG_SOFTMAX_Z_SCORE}. */
        LOG_SOFTMAX_Z_SCORE,
        /** {@link Mapping#LOGIT}. */
        LOGIT
    }

    /** An {@link Objective}, or the one that wins on held-out data. */
    public enum ObjectiveChoice {
        /** The best on held-out data, by the one-standard-error rule. */
        AUTO,
        /** {@link Objective#LOG_LOSS}. */
        LOG_LOSS,
        /** {@link Objective#CROSS_ENTROPY}. */
        CROSS_ENTROPY
    }

    /** LFM and GRU4Rec with their default settings. */
    public static final RaLstConfig DEFAULT = of("default", true, 0);

    /** The paper's LFM and GRU4Rec, fused at its learning rate of 0.01. */
    public static final RaLstConfig PAPER = of("paper", true, 0);

    /** LFM and GRU4Rec with settings for the size of the Netflix Prize, trained once: the held-out part is left to the fusion. */
    public static final RaLstConfig NETFLIX = of("netflix", false, 5000);

    private static RaLstConfig of(String preset, boolean refit, int heldOutUsers) {
        JsonNode config = JsonNodeFactory.instance.objectNode().put("preset", preset);
        return new RaLstConfig(
                new PartConfig("lfm", config),
                new PartConfig("gru4rec", config),
                List.of(),
                MappingChoice.AUTO,
                ObjectiveChoice.AUTO,
                0.01f,
                refit,
                100,
                heldOutUsers);
    }

    /** Checks every value. */
    public RaLstConfig {
        others = List.copyOf(others);
        Check.argument(
                learningRate > 0 && learningRate < Float.POSITIVE_INFINITY,
                "learningRate must be positive, but was %s",
                learningRate);
        Check.argument(negatives >= 1, "negatives must be at least 1, but was %d", negatives);
        Check.argument(heldOutUsers >= 0, "heldOutUsers must be positive, or 0 for all, but was %d", heldOutUsers);
    }
}
