package org.tandemrec.nn;

import java.util.Locale;
import org.tandemrec.base.Check;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;

/** How gradients change weights. */
public record OptimizerConfig(
        @Description("rule by which gradients change weights")
        Rule optimizer,

        @Description("step size, before warm-up and decay") @Range(from = 0.0003, to = 0.03, log = true)
        float learningRate,

        @Description("share of the step before that is added to a step (sgd, adagrad)") @Range(from = 0.1, to = 0.9)
        float momentum,

        @Description("decoupled weight decay: a step also takes learningRate * weightDecay of a weight (adam-w)")
        @Range(from = 0.0001, to = 0.3, log = true)
        float weightDecay,

        @Description("longest gradient of all weights together; a longer one is shortened to it; 0 is off")
        float clipNorm,

        @Description("epochs over which the step size rises from 0")
        float warmupEpochs,

        @Description("how the step size falls to 0 after the warm-up") @Choice({"none", "linear", "cosine"})
        Decay decay) {
    /** The rule by which gradients change weights. */
    public enum Rule {
        /** Stochastic gradient descent, with momentum by Polyak (1964). */
        SGD,
        /** Adagrad (Duchi, Hazan and Singer, JMLR 2011), with momentum on its steps. */
        ADAGRAD,
        /** Adam (Kingma and Ba, ICLR 2015). */
        ADAM,
        /** Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019). */
        ADAM_W
    }

    /** How the step size falls from the end of the warm-up to the end of training. */
    public enum Decay {
        /** Not at all. */
        NONE,
        /** On a line to 0. */
        LINEAR,
        /** On half a cosine to 0 (Loshchilov and Hutter, ICLR 2017, equation 5, without restarts). */
        COSINE
    }

    /** Adam at its paper's step size, neither clipped nor scheduled. */
    public static final OptimizerConfig DEFAULT = new OptimizerConfig(Rule.ADAM, 0.001f, 0, 0, 0, 0, Decay.NONE);

    /** Checks every value. */
    public OptimizerConfig {
        String rule = optimizer.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Check.argument(
                learningRate > 0 && learningRate < Float.POSITIVE_INFINITY,
                "learningRate must be positive, but was %s",
                learningRate);
        Check.argument(momentum >= 0 && momentum < 1, "momentum must be at least 0 and below 1, but was %s", momentum);
        Check.argument(
                momentum == 0 || optimizer == Rule.SGD || optimizer == Rule.ADAGRAD,
                "momentum is for sgd and adagrad: with optimizer %s it must be 0, but was %s",
                rule,
                momentum);
        Check.argument(
                weightDecay >= 0 && weightDecay * learningRate < 1,
                "weightDecay must not be negative and must be below 1 / learningRate (%s), but was %s",
                1 / learningRate,
                weightDecay);
        Check.argument(
                weightDecay == 0 || optimizer == Rule.ADAM_W,
                "weightDecay is for adam-w: with optimizer %s it must be 0, but was %s",
                rule,
                weightDecay);
        Check.argument(
                clipNorm >= 0 && clipNorm < Float.POSITIVE_INFINITY,
                "clipNorm must not be negative (0 is off), but was %s",
                clipNorm);
        Check.argument(
                warmupEpochs >= 0 && warmupEpochs < Float.POSITIVE_INFINITY,
                "warmupEpochs must not be negative, but was %s",
                warmupEpochs);
    }

    /**
     * Checks that the warm-up ends before a training of {@code epochs} does.
     *
     * @throws IllegalArgumentException if it does not
     */
    public void checkEpochs(int epochs) {
        Check.argument(
                warmupEpochs < epochs, "warmupEpochs must be less than epochs (%d), but was %s", epochs, warmupEpochs);
    }

    /**
     * Returns the step size after {@code epochsDone} of {@code epochs}, whole and in part: learningRate · done / warmupEpochs in
     * the warm-up (Goyal et al., 2017, section 2.2); after it, with p the share done of what follows it, learningRate times 1,
     * 1 − p or (1 + cos πp) / 2.
     *
     * @throws IllegalArgumentException unless 0 ≤ epochsDone ≤ epochs and the warm-up ends before training does
     */
    public double learningRate(double epochsDone, int epochs) {
        checkEpochs(epochs);
        Check.argument(
                epochsDone >= 0 && epochsDone <= epochs,
                "epochsDone must be between 0 and epochs (%d), but was %s",
                epochs,
                epochsDone);
        if (epochsDone < warmupEpochs) {
            return learningRate * epochsDone / warmupEpochs;
        }
        double share = (epochsDone - warmupEpochs) / (epochs - warmupEpochs);
        return switch (decay) {
            case NONE -> learningRate;
            case LINEAR -> learningRate * (1 - share);
            case COSINE -> learningRate * (1 + StrictMath.cos(StrictMath.PI * share)) / 2;
        };
    }
}
