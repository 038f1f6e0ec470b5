package org.tandemrec.model.gru4rec;

import java.util.Locale;
import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.LossConfig;
import org.tandemrec.nn.OptimizerConfig;
import org.tandemrec.nn.ScoringConfig;

/** The settings of {@link Gru4RecTrainer}. */
public record Gru4RecConfig(
        @Description("units of the embedding and of each recurrent layer") @Choice({"64", "128", "256"})
        int hiddenSize,

        @Description("recurrent layers; each one's hidden state is the next one's input") @Choice({"1", "2"})
        int layers,

        @Description("the recurrent unit") Cell.Kind cell,

        @Description("add a bias to every gate, which the paper's equations do not have")
        boolean gateBias,

        @Description("what turns an item into a vector; tied uses the output's vectors")
        @Choice({"one-hot", "separate", "tied"})
        Embedding embedding,

        @Description("share of the embedding's elements that are dropped in training") @Range(from = 0, to = 0.5)
        float embeddingDropout,

        @Description("share of each layer's output that is dropped in training; states go on undropped")
        @Range(from = 0, to = 0.5)
        float hiddenDropout,

        @Description("tell the network the time since the event before, in buckets of powers of two seconds")
        boolean timeGaps,

        @Description("tell the network how many events came before, in buckets of powers of two")
        boolean positions,

        @Description("start from a state learned for the user instead of from zeros")
        boolean userState,

        InitConfig init,
        ScoringConfig scored,
        LossConfig objective,
        OptimizerConfig optimizer,

        @Description("passes over the training data") int epochs,

        @Description("sequences that run side by side") @Choice({"32", "64", "128", "256"})
        int batchSize,

        @Description(
                "steps of a window, through which gradients flow; 1 takes the state before each step for a constant")
        @Choice({"1", "8", "16", "32"})
        int bptt,

        @Description("order in which sequences enter the lanes")
        SequenceOrder order) {
    /** What turns an item into a vector. */
    public enum Embedding {
        /** One-hot input to an embedding with tanh (RA_LST, section 2.2). */
        ONE_HOT,
        /** A table without a non-linearity. */
        SEPARATE,
        /** The output's own vectors, without a non-linearity. */
        TIED
    }

    /** The order in which waiting sequences enter the lanes. */
    public enum SequenceOrder {
        /** By the time of their first event. */
        FIRST_EVENT,
        /** At random, drawn anew in every epoch, long sequences more likely early so that the lanes run out together. */
        SHUFFLED
    }

    /** The paper's model: learning rate 0.001, gates without bias. */
    public static final Gru4RecConfig PAPER = new Gru4RecConfig(
            100,
            1,
            Cell.Kind.GRU,
            false,
            Embedding.ONE_HOT,
            0,
            0,
            false,
            false,
            false,
            InitConfig.DEFAULT,
            ScoringConfig.ALL,
            LossConfig.DEFAULT,
            OptimizerConfig.DEFAULT,
            18,
            128,
            1,
            SequenceOrder.SHUFFLED);

    /** The paper's, with gate biases. */
    public static final Gru4RecConfig DEFAULT = new Gru4RecConfig(
            128,
            1,
            Cell.Kind.GRU,
            true,
            Embedding.ONE_HOT,
            0,
            0,
            false,
            false,
            false,
            InitConfig.DEFAULT,
            ScoringConfig.ALL,
            LossConfig.DEFAULT,
            OptimizerConfig.DEFAULT,
            12,
            128,
            1,
            SequenceOrder.SHUFFLED);

    /**
     * At the size of the Netflix Prize: a target is compared with the other targets of its mini-batch and a sample, and a mini-batch
     * is 128 users by 8 steps, so that 80 million events take minutes.
     */
    public static final Gru4RecConfig NETFLIX = new Gru4RecConfig(
            64,
            1,
            Cell.Kind.GRU,
            true,
            Embedding.TIED,
            0,
            0,
            false,
            false,
            false,
            InitConfig.DEFAULT,
            new ScoringConfig(ScoringConfig.Scoring.SAMPLED, 512, 0.5f, false),
            LossConfig.DEFAULT,
            new OptimizerConfig(OptimizerConfig.Rule.ADAM, 0.002f, 0, 0, 0, 0, OptimizerConfig.Decay.COSINE),
            3,
            128,
            8,
            SequenceOrder.SHUFFLED);

    /** LSTM cells (Hochreiter and Schmidhuber, 1997) in place of the GRU, otherwise at the settings tuned for it on MovieLens-1M. */
    public static final Gru4RecConfig LSTM = ofCell(Cell.Kind.LSTM);

    /** Plain recurrent cells (Elman, 1990) in place of the GRU, otherwise at the settings tuned for it on MovieLens-1M. */
    public static final Gru4RecConfig RNN = ofCell(Cell.Kind.RNN);

    private static Gru4RecConfig ofCell(Cell.Kind cell) {
        return new Gru4RecConfig(
                256,
                1,
                cell,
                true,
                Embedding.TIED,
                0.3f,
                0.3f,
                false,
                false,
                false,
                InitConfig.DEFAULT,
                ScoringConfig.ALL,
                LossConfig.DEFAULT,
                new OptimizerConfig(OptimizerConfig.Rule.ADAM, 0.001f, 0, 0, 0, 0, OptimizerConfig.Decay.COSINE),
                10,
                32,
                16,
                SequenceOrder.SHUFFLED);
    }

    /** Checks every value. */
    public Gru4RecConfig {
        Check.argument(hiddenSize >= 1, "hiddenSize must be at least 1, but was %d", hiddenSize);
        Check.argument(layers >= 1, "layers must be at least 1, but was %d", layers);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        Check.argument(bptt >= 1, "bptt must be at least 1, but was %d", bptt);
        Check.argument(
                embeddingDropout >= 0 && embeddingDropout < 1,
                "embeddingDropout must be at least 0 and less than 1, but was %s",
                embeddingDropout);
        Check.argument(
                hiddenDropout >= 0 && hiddenDropout < 1,
                "hiddenDropout must be at least 0 and less than 1, but was %s",
                hiddenDropout);
        optimizer.checkEpochs(epochs);
        Check.argument(
                scored.scoring() == ScoringConfig.Scoring.ALL_ITEMS
                        || scored.negatives() > 0
                        || (long) batchSize * bptt > 1,
                "scoring sampled needs something to compare with: raise negatives (%d) or batchSize (%d)",
                scored.negatives(),
                batchSize);
        Check.argument(
                !scored.logQ() || objective.loss() == LossConfig.Kind.CROSS_ENTROPY,
                "logQ corrects the sampled cross-entropy, but loss was %s",
                objective.loss().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
