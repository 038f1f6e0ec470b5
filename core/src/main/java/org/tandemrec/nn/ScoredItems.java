package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;

/** The items that the rows of a mini-batch are scored against: distinct columns, in the order of the slots of the output tables. */
sealed interface ScoredItems {
    /**
     * Chooses the columns of a mini-batch and touches their rows of both output tables.
     *
     * @param targets the target of each row
     * @param draws the drawn negatives, of which those from {@code offset} on are this mini-batch's
     */
    void choose(int[] targets, int rows, int[] draws, int offset);

    /** The number of columns. */
    int count();

    /** The column of a row's target. */
    int column(int row);

    /** The vectors of the columns, (count, H). */
    float[] vectors();

    /** The biases of the columns. */
    float[] bias();

    /** How often a column stands among the negatives; null for once each. */
    float @Nullable [] weights();

    /** How often a row's target stands among its own negatives. */
    float positiveCopies(int row);

    /** All items, each once: column = item. */
    final class All implements ScoredItems {
        private final RowTable vectors;
        private final RowTable bias;
        private int[] targets = new int[0];

        All(RowTable vectors, RowTable bias) {
            this.vectors = vectors;
            this.bias = bias;
        }

        @Override
        public void choose(int[] targets, int rows, int[] draws, int offset) {
            this.targets = targets;
            vectors.touchAll();
            bias.touchAll();
        }

        @Override
        public int count() {
            return vectors.rows();
        }

        @Override
        public int column(int row) {
            return targets[row];
        }

        @Override
        public float[] vectors() {
            return vectors.value();
        }

        @Override
        public float[] bias() {
            return bias.value();
        }

        @Override
        public float @Nullable [] weights() {
            return null;
        }

        @Override
        public float positiveCopies(int row) {
            return 0;
        }
    }

    /**
     * The distinct items among the targets of all rows and the drawn negatives.
     *
     * <p>An item that is there several times is one column with a weight, which gives the same loss and gradients for less work.
     * Only a row's own copy of its target is its positive; other copies are negatives like any.
     *
     * <p>With logQ correction a column's weight is divided by Q, how often the item is expected among the negatives: Σ weight ·
     * exp(score) is then an unbiased estimate of the sum over all items but the target, which is certain to be there and not
     * corrected (Bengio and Senécal, 2008; Khrylchenko et al., RecSys 2025).
     */
    final class Sampled implements ScoredItems {
        /* Columns of one task: fixed, so that the cut does not depend on the threads. */
        private static final int COLUMNS_OF_TASK = 512;

        private final RowTable vectors;
        private final RowTable bias;
        private final int negatives;
        private final boolean logQ;
        private final double[] share;
        private final NegativeSampler sampler;
        private final Parallel parallel;
        private final int[] columns;
        private final float[] weights;
        private final float[] gathered;
        private final float[] gatheredBias;
        private int count;

        /**
         * Room for {@code maxRows} rows and {@code negatives} draws.
         *
         * @param share each item's share of all targets
         */
        Sampled(
                RowTable vectors,
                RowTable bias,
                int maxRows,
                int negatives,
                boolean logQ,
                double[] share,
                NegativeSampler sampler,
                Parallel parallel) {
            this.vectors = vectors;
            this.bias = bias;
            this.negatives = negatives;
            this.logQ = logQ;
            this.share = share;
            this.sampler = sampler;
            this.parallel = parallel;
            int most = Math.min(vectors.rows(), Math.addExact(maxRows, negatives));
            this.columns = new int[maxRows];
            this.weights = new float[most];
            this.gathered = new float[Math.multiplyExact(most, vectors.columns())];
            this.gatheredBias = new float[most];
        }

        @Override
        public void choose(int[] targets, int rows, int[] draws, int offset) {
            for (int row = 0; row < rows; row++) {
                columns[row] = add(targets[row]);
            }
            for (int i = 0; i < negatives; i++) {
                add(draws[offset + i]);
            }
            count = vectors.touchedCount();
            vectors.gather(gathered, count, parallel);
            parallel.forEach((count + COLUMNS_OF_TASK - 1) / COLUMNS_OF_TASK, task -> {
                int to = Math.min(count, (task + 1) * COLUMNS_OF_TASK);
                for (int column = task * COLUMNS_OF_TASK; column < to; column++) {
                    int item = vectors.touched(column);
                    gatheredBias[column] = bias.value()[item];
                    if (logQ) {
                        weights[column] /= (float) ((rows - 1) * share[item] + negatives * sampler.probability(item));
                    }
                }
            });
        }

        private int add(int item) {
            int column = vectors.touchUnfilled(item);
            if (column == bias.touchedCount()) {
                bias.touchUnfilled(item);
                weights[column] = 0;
            }
            weights[column]++;
            return column;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int column(int row) {
            return columns[row];
        }

        @Override
        public float[] vectors() {
            return gathered;
        }

        @Override
        public float[] bias() {
            return gatheredBias;
        }

        @Override
        public float[] weights() {
            return weights;
        }

        @Override
        public float positiveCopies(int row) {
            return logQ ? 0 : weights[columns[row]] - 1;
        }
    }
}
