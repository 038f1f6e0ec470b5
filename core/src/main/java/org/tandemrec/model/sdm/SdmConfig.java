package org.tandemrec.model.sdm;

import java.util.Locale;
import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.LossConfig;
import org.tandemrec.nn.OptimizerConfig;
import org.tandemrec.nn.ScoringConfig;

/** The settings of {@link SdmTrainer}. */
public record SdmConfig(
        @Description("units of the vectors of items and users and of each layer; a multiple of heads")
        @Choice({"32", "64", "128", "256"})
        int hiddenSize,

        @Description("heads of the attention over the current session") @Choice({"1", "2", "4", "8"})
        int heads,

        @Description("a session ends where the next event is more than so many seconds later")
        @Choice({"600", "1800", "86400"})
        int gapSeconds,

        @Description("events after which a session ends in any case") @Choice({"20", "50", "100"})
        int sessionLength,

        @Description("events before a session that stand for the long term") @Choice({"20", "50", "100"})
        int longLength,

        @Description("what turns an item into a vector; tied uses the output's vectors")
        Embedding embedding,

        @Description(
                "share dropped in training, of embeddings, recurrent units, attention and the fused vector; states go on undropped")
        @Range(from = 0, to = 0.5)
        float dropout,

        InitConfig init,
        ScoringConfig scored,
        LossConfig objective,
        OptimizerConfig optimizer,

        @Description("passes over the training data") int epochs,

        @Description("sessions of a mini-batch") @Choice({"16", "32", "64", "128"})
        int batchSize) {
    /** The softmax over a sample, as published; what the paper leaves open is as in {@link #DEFAULT}. */
    public static final SdmConfig PAPER = new SdmConfig(
            64,
            4,
            600,
            50,
            50,
            Embedding.TIED,
            0.2f,
            InitConfig.DEFAULT,
            new ScoringConfig(ScoringConfig.Scoring.SAMPLED, 1024, 1, true),
            LossConfig.DEFAULT,
            OptimizerConfig.DEFAULT,
            20,
            64);

    /** Cross-entropy over all items. */
    public static final SdmConfig DEFAULT = new SdmConfig(
            128,
            2,
            600,
            50,
            50,
            Embedding.TIED,
            0.3f,
            InitConfig.DEFAULT,
            ScoringConfig.ALL,
            LossConfig.DEFAULT,
            new OptimizerConfig(OptimizerConfig.Rule.ADAM, 0.001f, 0, 0, 0, 0, OptimizerConfig.Decay.COSINE),
            15,
            32);

    /** Checks every value. */
    public SdmConfig {
        Check.argument(hiddenSize >= 1, "hiddenSize must be at least 1, but was %d", hiddenSize);
        Check.argument(
                heads >= 1 && hiddenSize % heads == 0,
                "heads must divide hiddenSize (%d), but was %d",
                hiddenSize,
                heads);
        Check.argument(gapSeconds >= 1, "gapSeconds must be at least 1, but was %d", gapSeconds);
        Check.argument(sessionLength >= 1, "sessionLength must be at least 1, but was %d", sessionLength);
        Check.argument(longLength >= 1, "longLength must be at least 1, but was %d", longLength);
        Check.argument(dropout >= 0 && dropout < 1, "dropout must be at least 0 and less than 1, but was %s", dropout);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        optimizer.checkEpochs(epochs);
        Check.argument(
                scored.scoring() == ScoringConfig.Scoring.ALL_ITEMS || scored.negatives() > 0 || batchSize > 1,
                "scoring sampled needs something to compare with: raise negatives (%d) or batchSize (%d)",
                scored.negatives(),
                batchSize);
        Check.argument(
                !scored.logQ() || objective.loss() == LossConfig.Kind.CROSS_ENTROPY,
                "logQ corrects the sampled cross-entropy, but loss was %s",
                objective.loss().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
