package org.tandemrec.model.tdssm;

import java.util.Locale;
import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;
import org.tandemrec.nn.Activation;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.LossConfig;
import org.tandemrec.nn.OptimizerConfig;
import org.tandemrec.nn.ScoringConfig;

/** The settings of {@link MrTdssmTrainer}. */
public record MrTdssmConfig(
        @Description("units of the embeddings, of each recurrent layer and of the vectors that are compared")
        @Choice({"64", "128", "256"})
        int hiddenSize,

        @Description("the recurrent unit of both rates") Cell.Kind cell,

        @Description("layers of the perceptron of the user's static part") @Choice({"1", "2"})
        int staticLayers,

        @Description("layers of the perceptron of the item; 0 compares its embedding as it is") @Choice({"0", "1"})
        int itemLayers,

        @Description("non-linearity of the perceptrons and of the layer that combines the user's parts")
        Activation activation,

        @Description("whether the static part has a vector learned for the user beside the mean of the earlier items")
        @Choice({"true", "false"})
        boolean userEmbedding,

        @Description("what turns an item of a history into a vector; tied uses the embedding of the compared items")
        Embedding embedding,

        @Description("how the vectors of user and item are compared")
        Similarity similarity,

        @Description("factor of the cosine before the softmax, gamma of the paper; inner-product does not read it")
        float cosineScale,

        @Description("learn the factor of the cosine, from cosineScale on")
        boolean learnScale,

        @Description("add a bias of the item to the score") boolean itemBias,

        @Description("length of the fast rate's intervals in seconds since 1970; 0 is without end")
        int fastSeconds,

        @Description("an interval of the fast rate also ends after so many events; 0 is never") @Choice({"1", "2"})
        int fastEvents,

        @Description("length of the slow rate's intervals in seconds since 1970; 0 is without end")
        int slowSeconds,

        @Description("an interval of the slow rate also ends after so many events; 0 is never")
        @Choice({"5", "10", "20"})
        int slowEvents,

        @Description("share of the inputs' elements that are dropped in training") @Range(from = 0, to = 0.5)
        float embeddingDropout,

        @Description("share of the elements that are dropped in training of what the user's parts have found")
        @Range(from = 0, to = 0.5)
        float hiddenDropout,

        InitConfig init,
        ScoringConfig scored,
        LossConfig objective,
        OptimizerConfig optimizer,

        @Description("passes over the training data") int epochs,

        @Description("sequences that run side by side") @Choice({"32", "64"})
        int batchSize,

        @Description("events of each sequence in a mini-batch, through which gradients flow") @Choice({"16", "32"})
        int bptt) {
    /** How user and item are compared. */
    public enum Similarity {
        /** By the inner product of their vectors. */
        INNER_PRODUCT,
        /** By the cosine of their vectors, times a factor. */
        COSINE
    }

    /** Days and weeks, perceptrons with tanh on both sides, cosine, softmax over a sample; sizes are those of the default. */
    public static final MrTdssmConfig PAPER = new MrTdssmConfig(
            128,
            Cell.Kind.LSTM,
            1,
            1,
            Activation.TANH,
            true,
            Embedding.SEPARATE,
            Similarity.COSINE,
            10,
            false,
            false,
            24 * 60 * 60,
            0,
            7 * 24 * 60 * 60,
            0,
            0,
            0,
            InitConfig.DEFAULT,
            new ScoringConfig(ScoringConfig.Scoring.SAMPLED, 512, 0, false),
            LossConfig.DEFAULT,
            OptimizerConfig.DEFAULT,
            20,
            32,
            32);

    /** For logs whose users mostly have one sitting: single events and tens of them for days and weeks, softmax over all items. */
    public static final MrTdssmConfig DEFAULT = new MrTdssmConfig(
            128,
            Cell.Kind.LSTM,
            1,
            0,
            Activation.TANH,
            true,
            Embedding.TIED,
            Similarity.INNER_PRODUCT,
            10,
            false,
            true,
            0,
            1,
            0,
            10,
            0.3f,
            0.3f,
            InitConfig.DEFAULT,
            ScoringConfig.ALL,
            LossConfig.DEFAULT,
            new OptimizerConfig(OptimizerConfig.Rule.ADAM, 0.002f, 0, 0, 0, 0, OptimizerConfig.Decay.COSINE),
            10,
            32,
            32);

    /** Checks every value. */
    public MrTdssmConfig {
        Check.argument(hiddenSize >= 1, "hiddenSize must be at least 1, but was %d", hiddenSize);
        Check.argument(staticLayers >= 1, "staticLayers must be at least 1, but was %d", staticLayers);
        Check.argument(itemLayers >= 0, "itemLayers must not be negative, but was %d", itemLayers);
        Check.argument(
                cosineScale > 0 && cosineScale < Float.POSITIVE_INFINITY,
                "cosineScale must be positive, but was %s",
                cosineScale);
        Check.argument(
                !learnScale || similarity == Similarity.COSINE,
                "learnScale is for similarity cosine, but similarity was inner-product");
        checkRate("fast", fastSeconds, fastEvents);
        checkRate("slow", slowSeconds, slowEvents);
        checkDropout("embeddingDropout", embeddingDropout);
        checkDropout("hiddenDropout", hiddenDropout);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        Check.argument(bptt >= 1, "bptt must be at least 1, but was %d", bptt);
        optimizer.checkEpochs(epochs);
        checkScoring(scored, objective, (long) batchSize * bptt);
    }

    private static void checkRate(String rate, int seconds, int events) {
        Check.argument(
                seconds >= 0 && events >= 0,
                "%sSeconds and %sEvents must not be negative, but were %d and %d",
                rate,
                rate,
                seconds,
                events);
        Check.argument(
                seconds > 0 || events > 0,
                "intervals of the %s rate must end: set %sSeconds or %sEvents, which both were 0",
                rate,
                rate,
                rate);
    }

    private static void checkDropout(String name, float dropout) {
        Check.argument(dropout >= 0 && dropout < 1, "%s must be at least 0 and less than 1, but was %s", name, dropout);
    }

    private static void checkScoring(ScoringConfig scored, LossConfig objective, long rows) {
        Check.argument(
                scored.scoring() == ScoringConfig.Scoring.ALL_ITEMS || scored.negatives() > 0 || rows > 1,
                "scoring sampled needs something to compare with: raise negatives or batchSize");
        Check.argument(
                !scored.logQ() || objective.loss() == LossConfig.Kind.CROSS_ENTROPY,
                "logQ corrects the sampled cross-entropy, but loss was %s",
                objective.loss().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    Rate fast() {
        return new Rate(fastSeconds, fastEvents);
    }

    Rate slow() {
        return new Rate(slowSeconds, slowEvents);
    }
}
