package org.tandemrec.model.fpmc;

import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.LossConfig;
import org.tandemrec.nn.OptimizerConfig;
import org.tandemrec.nn.ScoringConfig;

/** The settings of {@link FpmcTrainer}. */
public record FpmcConfig(
        @Description("latent factors of each of the two products: user with item, and item with the items before it")
        @Choice({"16", "32", "64", "128"})
        int factors,

        @Description("latest items whose mean stands for the basket before the next item") @Range(from = 1, to = 4)
        int basketSize,

        @Description(
                "event by event, each against negatives of its own (s-bpr, the paper's), or by mini-batches that share what they score")
        Learning learning,

        InitConfig init,
        ScoringConfig scored,
        LossConfig objective,
        OptimizerConfig optimizer,

        @Description("lambda of every number that a step of s-bpr moves")
        float regularization,

        @Description("share of the user's and the basket's factors that are dropped in training (mini-batch)")
        @Range(from = 0, to = 0.6)
        float dropout,

        @Description("passes over the training data") int epochs,

        @Description("events of a mini-batch; not used by s-bpr") @Choice({"64", "128", "256", "512"})
        int batchSize) {
    /** How it learns. */
    public enum Learning {
        /** One event after another, each with negatives of its own (Rendle et al., 2010, figure 3). */
        S_BPR,
        /** By mini-batches whose events are compared with the same items: all, or a sample. */
        MINI_BATCH
    }

    /** The cross-entropy of all items by mini-batches. */
    public static final FpmcConfig DEFAULT = new FpmcConfig(
            64,
            1,
            Learning.MINI_BATCH,
            new InitConfig(InitConfig.Initialization.NORMAL, 0.05f),
            ScoringConfig.ALL,
            LossConfig.DEFAULT,
            new OptimizerConfig(OptimizerConfig.Rule.ADAM, 0.001f, 0, 0, 0, 0, OptimizerConfig.Decay.COSINE),
            0,
            0.4f,
            12,
            256);

    /** The paper's: S-BPR, a basket of one item, one uniform negative an event. */
    public static final FpmcConfig PAPER = new FpmcConfig(
            32,
            1,
            Learning.S_BPR,
            new InitConfig(InitConfig.Initialization.NORMAL, 0.1f),
            new ScoringConfig(ScoringConfig.Scoring.SAMPLED, 1, 0, false),
            new LossConfig(LossConfig.Kind.BPR, 0, 0, 1, 0.75f),
            new OptimizerConfig(OptimizerConfig.Rule.SGD, 0.05f, 0, 0, 0, 0, OptimizerConfig.Decay.NONE),
            0.01f,
            0,
            40,
            256);

    /** Checks every value and what they ask of each other. */
    public FpmcConfig {
        Check.argument(factors >= 1, "factors must be at least 1, but was %d", factors);
        Check.argument(basketSize >= 1, "basketSize must be at least 1, but was %d", basketSize);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        Check.argument(dropout >= 0 && dropout < 1, "dropout must be at least 0 and below 1, but was %s", dropout);
        Check.argument(
                regularization >= 0 && regularization < Float.POSITIVE_INFINITY,
                "regularization must not be negative, but was %s",
                regularization);
        optimizer.checkEpochs(epochs);
        switch (learning) {
            case S_BPR -> checkPairwise(scored, objective, optimizer, dropout);
            case MINI_BATCH -> checkMiniBatch(scored, objective, regularization, batchSize);
        }
    }

    private static void checkPairwise(
            ScoringConfig scored, LossConfig objective, OptimizerConfig optimizer, float dropout) {
        Check.argument(
                scored.scoring() == ScoringConfig.Scoring.SAMPLED && scored.negatives() >= 1 && !scored.logQ(),
                "learning s-bpr compares an event with at least 1 negative, so scoring must be sampled, negatives "
                        + "at least 1 and logQ false; start from preset paper, or set learning to mini-batch");
        Check.argument(
                objective.loss() == LossConfig.Kind.BPR && objective.elu() == 0,
                "learning s-bpr minimises loss bpr with elu 0; start from preset paper, or set learning to mini-batch");
        Check.argument(
                optimizer.optimizer() == OptimizerConfig.Rule.SGD
                        && optimizer.momentum() == 0
                        && optimizer.clipNorm() == 0,
                "learning s-bpr steps by optimizer sgd with momentum 0 and clipNorm 0; start from preset paper, or set "
                        + "learning to mini-batch");
        Check.argument(
                dropout == 0, "dropout is for learning mini-batch: with s-bpr it must be 0, but was %s", dropout);
    }

    private static void checkMiniBatch(
            ScoringConfig scored, LossConfig objective, float regularization, int batchSize) {
        Check.argument(
                regularization == 0,
                "regularization is for learning s-bpr: with mini-batch it must be 0 (weightDecay of adam-w and dropout "
                        + "are there instead), but was %s",
                regularization);
        Check.argument(
                scored.scoring() == ScoringConfig.Scoring.ALL_ITEMS || scored.negatives() > 0 || batchSize > 1,
                "scoring sampled needs something to compare with: raise negatives (%d) or batchSize (%d)",
                scored.negatives(),
                batchSize);
        Check.argument(
                !scored.logQ() || objective.loss() == LossConfig.Kind.CROSS_ENTROPY,
                "logQ corrects the sampled cross-entropy; set loss to cross-entropy or logQ to false");
    }
}
