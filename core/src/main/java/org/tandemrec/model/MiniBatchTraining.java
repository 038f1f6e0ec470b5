package org.tandemrec.model;

import org.tandemrec.base.Parallel;
import org.tandemrec.nn.Optimizer;
import org.tandemrec.nn.OptimizerConfig;

/** Training of a network by mini-batches: the course of an epoch, and what a checkpoint keeps. */
public final class MiniBatchTraining {
    /**
     * How many times a trainer holds the weights at the most: with two moments and a gradient, in the last model, the checkpoint and the
     * evaluated model.
     */
    public static final long COPIES = 7;

    /* Targets between two reports of progress. */
    private static final int REPORT = 1 << 11;

    private final String kind;
    private final OptimizerConfig config;
    private final int epochs;
    private final long targets;
    private final Weights weights;
    private final Optimizer optimizer;

    /**
     * A training with no step done.
     *
     * @param kind the model's kind, for errors
     * @param epochs the number that the config asks for
     * @param targets the number of targets of an epoch
     */
    public MiniBatchTraining(
            String kind, OptimizerConfig config, int epochs, long targets, Weights weights, Parallel parallel) {
        this.kind = kind;
        this.config = config;
        this.epochs = epochs;
        this.targets = targets;
        this.weights = weights;
        this.optimizer = new Optimizer(config, weights.parameters(), weights.tables(), parallel);
    }

    /** The number of epochs that the config asks for. */
    public int epochs() {
        return epochs;
    }

    /** The number of targets of an epoch. */
    public long targets() {
        return targets;
    }

    /** The mini-batches of one epoch, one after the other. */
    public interface Batches {
        /** Goes on to the next one; false where there is none. */
        boolean next();

        /**
         * Runs the network forward and backward and leaves the gradients in its weights.
         *
         * @param number the mini-batch's, from 1
         * @return the sum of its losses
         */
        double run(long number);

        /** The number of targets of the mini-batch that was run. */
        int rows();

        /** The number of items that each of them scored. */
        int columns();

        /** The number of losses that it summed; by default one a target. */
        default int losses() {
            return rows();
        }
    }

    /** The stretches of an order that mini-batches learn from, one after the other. */
    public static final class Stretches {
        private final int size;
        private final int batchSize;
        private int from;
        private int to;

        /**
         * Stretches of {@code batchSize}, the last one of what is left.
         *
         * @param size how much there is to learn from
         */
        public Stretches(int size, int batchSize) {
            this.size = size;
            this.batchSize = batchSize;
        }

        /** Goes on to the next one; false where there is none. */
        public boolean next() {
            from = to;
            to = from + Math.min(batchSize, size - from);
            return from < to;
        }

        /** The first place of the stretch. */
        public int from() {
            return from;
        }

        /** The place after its last one. */
        public int to() {
            return to;
        }

        /** How many places it has. */
        public int count() {
            return to - from;
        }
    }

    /**
     * Trains one epoch.
     *
     * @param epoch its number, from 1
     * @param progress is advanced by the number of targets
     * @return the mean loss
     * @throws NonFiniteLossException if a loss or, in the end, a weight is NaN or infinite
     */
    public double epoch(int epoch, Batches batches, ProgressListener.Task progress) {
        double lossSum = 0;
        long losses = 0;
        long done = 0;
        long reported = 0;
        long number = 0;
        while (batches.next()) {
            double loss = batches.run(++number);
            if (!Double.isFinite(loss)) {
                throw notFinite(epoch, number, loss);
            }
            int rows = batches.rows();
            optimizer.update(epoch - 1 + (done + 0.5 * rows) / targets, epochs); // the middle of its targets
            MiniBatchEvent.emit(epoch, number, rows, batches.columns());
            lossSum += loss;
            losses += batches.losses();
            done += rows;
            if (done - reported >= REPORT) {
                progress.advance(done - reported);
                reported = done;
            }
        }
        progress.advance(done - reported);
        if (!weights.isFinite()) { // the last update may have been the one too many
            throw notFinite(epoch, number, Double.NaN);
        }
        return lossSum / losses;
    }

    private NonFiniteLossException notFinite(int epoch, long number, double loss) {
        return new NonFiniteLossException(kind, epoch, number, loss, config.learningRate());
    }

    /** A copy of the weights and of the optimiser's state. */
    public ModelState state() {
        return OptimizerState.put(weights.state(), optimizer);
    }

    /** Goes on from a {@link #state}. */
    public void restore(ModelState state) {
        weights.restore(state);
        OptimizerState.restore(state, optimizer);
    }
}
