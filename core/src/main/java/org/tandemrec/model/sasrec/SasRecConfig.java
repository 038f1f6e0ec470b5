package org.tandemrec.model.sasrec;

import java.util.Locale;
import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;
import org.tandemrec.nn.Activation;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.LossConfig;
import org.tandemrec.nn.OptimizerConfig;
import org.tandemrec.nn.ScoringConfig;
import org.tandemrec.nn.TransformerBlock;

/** The settings of {@link SasRecTrainer}. */
public record SasRecConfig(
        @Description("units of the embedding and of each block; a multiple of heads")
        @Choice({"32", "64", "128", "256"})
        int hiddenSize,

        @Description("blocks of attention and feed-forward layer") @Choice({"1", "2", "3"})
        int layers,

        @Description("heads of each attention layer") @Choice({"1", "2", "4"})
        int heads,

        @Description("units inside each feed-forward layer, in multiples of hiddenSize") @Choice({"1", "2", "4"})
        int expansion,

        @Description("non-linearity of the feed-forward layers")
        Activation activation,

        @Description("where layers are normalised: before attention and feed-forward layer, or after their sums")
        TransformerBlock.Norm norm,

        @Description("latest events that are looked at") @Choice({"50", "100", "200"})
        int maxLength,

        @Description("what of a history longer than maxLength is learned from")
        LongHistory longHistory,

        @Description("what turns an item into a vector; tied uses the output's vectors")
        Embedding embedding,

        @Description("share dropped in training, of embeddings, attention and the output of each layer")
        @Range(from = 0.1, to = 0.5)
        float dropout,

        @Description(
                "unseen items drawn for each target, for binary cross-entropy as in the paper; 0 compares with the scored items")
        int ownNegatives,

        InitConfig init,
        ScoringConfig scored,
        LossConfig objective,
        OptimizerConfig optimizer,

        @Description("passes over the training data") int epochs,

        @Description("sequences of a mini-batch") @Choice({"16", "32", "64", "128"})
        int batchSize) {
    /** What of a history longer than {@code maxLength} is learned from. */
    public enum LongHistory {
        /** The latest events alone. */
        LATEST,
        /** All of it, cut into windows from its end. */
        WINDOWS
    }

    /** As published: binary cross-entropy with one negative, the settings for MovieLens-1M. */
    public static final SasRecConfig PAPER = new SasRecConfig(
            50,
            2,
            1,
            1,
            Activation.RELU,
            TransformerBlock.Norm.BEFORE,
            200,
            LongHistory.LATEST,
            Embedding.TIED,
            0.2f,
            1,
            InitConfig.DEFAULT,
            ScoringConfig.ALL,
            LossConfig.DEFAULT,
            OptimizerConfig.DEFAULT,
            200,
            128);

    /** Cross-entropy over all items at every position. */
    public static final SasRecConfig DEFAULT = new SasRecConfig(
            128,
            2,
            2,
            1,
            Activation.GELU,
            TransformerBlock.Norm.BEFORE,
            200,
            LongHistory.WINDOWS,
            Embedding.TIED,
            0.3f,
            0,
            InitConfig.DEFAULT,
            ScoringConfig.ALL,
            LossConfig.DEFAULT,
            new OptimizerConfig(OptimizerConfig.Rule.ADAM_W, 0.001f, 0, 0.01f, 1, 1, OptimizerConfig.Decay.COSINE),
            20,
            32);

    /** Checks every value. */
    public SasRecConfig {
        Check.argument(hiddenSize >= 1, "hiddenSize must be at least 1, but was %d", hiddenSize);
        Check.argument(layers >= 1, "layers must be at least 1, but was %d", layers);
        Check.argument(
                heads >= 1 && hiddenSize % heads == 0,
                "heads must divide hiddenSize (%d), but was %d",
                hiddenSize,
                heads);
        Check.argument(expansion >= 1, "expansion must be at least 1, but was %d", expansion);
        Check.argument(maxLength >= 1, "maxLength must be at least 1, but was %d", maxLength);
        Check.argument(dropout >= 0 && dropout < 1, "dropout must be at least 0 and less than 1, but was %s", dropout);
        Check.argument(ownNegatives >= 0, "ownNegatives must not be negative, but was %d", ownNegatives);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        optimizer.checkEpochs(epochs);
        checkLoss(ownNegatives, scored, objective, batchSize);
    }

    private static void checkLoss(int ownNegatives, ScoringConfig scored, LossConfig objective, int batchSize) {
        Check.argument(
                ownNegatives == 0 || (scored.scoring() == ScoringConfig.Scoring.ALL_ITEMS && cross(objective)),
                "ownNegatives have a loss of their own: with %d of them leave scoring and loss as they are (all-items,"
                        + " cross-entropy)",
                ownNegatives);
        Check.argument(
                scored.scoring() == ScoringConfig.Scoring.ALL_ITEMS || scored.negatives() > 0 || batchSize > 1,
                "scoring sampled needs something to compare with: raise negatives (%d) or batchSize (%d)",
                scored.negatives(),
                batchSize);
        Check.argument(
                !scored.logQ() || cross(objective),
                "logQ corrects the sampled cross-entropy, but loss was %s",
                objective.loss().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static boolean cross(LossConfig objective) {
        return objective.loss() == LossConfig.Kind.CROSS_ENTROPY;
    }
}
