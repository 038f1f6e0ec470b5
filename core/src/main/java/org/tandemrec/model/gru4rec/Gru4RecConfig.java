package org.tandemrec.model.gru4rec;

import org.tandemrec.base.Check;
import org.tandemrec.base.Description;

/** The settings of {@link Gru4RecTrainer}. */
public record Gru4RecConfig(
        @Description("units of the embedding and of each GRU layer")
        int hiddenSize,

        @Description("GRU layers; each one's hidden state is the next one's input")
        int layers,

        @Description("passes over the training data") int epochs,
        @Description("sequences that run side by side") int batchSize,
        @Description("step size of Adam") float learningRate,

        @Description("add a bias to every gate, which the paper's equations do not have")
        boolean gateBias,

        @Description("order in which sequences enter the lanes")
        SequenceOrder order) {
    /** The order in which waiting sequences enter the lanes. */
    public enum SequenceOrder {
        /** By the time of their first event. */
        FIRST_EVENT,
        /** At random, drawn anew in every epoch, long sequences more likely early so that the lanes run out together. */
        SHUFFLED
    }

    /** The paper's model: learning rate 0.001, gates without bias. */
    public static final Gru4RecConfig PAPER = new Gru4RecConfig(100, 1, 18, 128, 0.001f, false, SequenceOrder.SHUFFLED);

    /** The paper's, with gate biases. */
    public static final Gru4RecConfig DEFAULT =
            new Gru4RecConfig(128, 1, 12, 128, 0.001f, true, SequenceOrder.SHUFFLED);

    /** Checks every value. */
    public Gru4RecConfig {
        Check.argument(hiddenSize >= 1, "hiddenSize must be at least 1, but was %d", hiddenSize);
        Check.argument(layers >= 1, "layers must be at least 1, but was %d", layers);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        Check.argument(
                learningRate > 0 && learningRate < Float.POSITIVE_INFINITY,
                "learningRate must be positive, but was %s",
                learningRate);
    }
}
