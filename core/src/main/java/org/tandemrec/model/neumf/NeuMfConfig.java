package org.tandemrec.model.neumf;

import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.OptimizerConfig;

/** The settings of {@link NeuMfTrainer}. */
public record NeuMfConfig(
        @Description("predictive factors: those of the product, and the units of the last layer of the perceptron")
        @Choice({"8", "16", "32", "64"})
        int factors,

        @Description(
                "layers of the perceptron, each half as wide as its input; user and item together are the first one's input")
        @Choice({"1", "2", "3", "4"})
        int layers,

        @Description("share of the perceptron's elements that are dropped between its layers in training")
        @Range(from = 0, to = 0.5)
        float dropout,

        @Description("distribution of the initial factors; the layers' weights are uniform by Glorot and Bengio")
        InitConfig init,

        @Description("unseen items per event, drawn anew in every epoch") @Choice({"2", "4", "6", "8"})
        int negatives,

        OptimizerConfig optimizer,

        @Description("passes over the training data, those of the pre-training included")
        int epochs,

        @Description(
                "of these, the first ones, in which the product and the perceptron are trained each on its own; 0 is off")
        int pretrainEpochs,

        @Description(
                "share of the product when both are fused after the pre-training (alpha); the perceptron has the rest")
        float productShare,

        @Description("events of a mini-batch, each with its negatives") @Choice({"64", "256", "1024"})
        int batchSize) {
    /* Beyond it the first layer alone would have more than 2^20 times as many units as the last. */
    private static final int MOST_LAYERS = 20;

    private static final InitConfig SMALL = new InitConfig(InitConfig.Initialization.NORMAL, 0.01f);

    /** Without pre-training. */
    public static final NeuMfConfig DEFAULT =
            new NeuMfConfig(32, 2, 0, SMALL, 4, OptimizerConfig.DEFAULT, 15, 0, 0.5f, 256);

    /** The paper's: pre-trained, four negatives, α = 0.5. */
    public static final NeuMfConfig PAPER =
            new NeuMfConfig(64, 2, 0, SMALL, 4, OptimizerConfig.DEFAULT, 20, 10, 0.5f, 51);

    /** Checks every value. */
    public NeuMfConfig {
        Check.argument(factors >= 1, "factors must be at least 1, but was %d", factors);
        Check.argument(
                layers >= 1 && layers <= MOST_LAYERS, "layers must be from 1 to %d, but was %d", MOST_LAYERS, layers);
        Check.argument(
                (long) factors << layers <= 1 << MOST_LAYERS,
                "the perceptron's input has factors * 2^layers elements, at most %d, but would have %d; lower layers or factors",
                1 << MOST_LAYERS,
                (long) factors << layers);
        Check.argument(dropout >= 0 && dropout < 1, "dropout must be at least 0 and below 1, but was %s", dropout);
        Check.argument(negatives >= 1, "negatives must be at least 1, but was %d", negatives);
        Check.argument(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        Check.argument(
                pretrainEpochs >= 0 && pretrainEpochs < epochs,
                "pretrainEpochs must be at least 0 (off) and below epochs (%d), but was %d",
                epochs,
                pretrainEpochs);
        Check.argument(
                productShare >= 0 && productShare <= 1, "productShare must be from 0 to 1, but was %s", productShare);
        Check.argument(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        optimizer.checkEpochs(epochs);
    }

    /** E, the factors of a user or an item that the perceptron reads. */
    int embedding() {
        return factors << (layers - 1);
    }

    /** The perceptron's input, then the units of each layer: F 2^L … 2F, F. */
    int[] sizes() {
        int[] sizes = new int[layers + 1];
        for (int l = 0; l <= layers; l++) {
            sizes[l] = factors << (layers - l);
        }
        return sizes;
    }
}
