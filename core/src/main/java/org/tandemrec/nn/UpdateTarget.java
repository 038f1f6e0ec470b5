package org.tandemrec.nn;

import org.tandemrec.kernel.Kernels;

/**
 * An array of weights with its gradient and moments, updated in blocks that may run at once: cut by their shape, so that the
 * number of threads changes nothing.
 */
sealed interface UpdateTarget {
    /** Elements of a block. */
    int GRAIN = 1 << 14;

    /** The number of blocks of the step at hand; called by one thread before the blocks run. */
    int blocks();

    /** The sum of the squares of a block's gradient. */
    double squaredNorm(int block);

    /** Changes a block's weights. */
    void update(int block, UpdateRule rule);

    /** The moments, each of the weights' shape. */
    float[][] moments();

    /** A dense array. */
    final class Dense implements UpdateTarget {
        private final Kernels kernels = Kernels.best();
        private final float[] value;
        private final float[] gradient;
        private final float[][] moments;

        Dense(Parameter parameter, int momentCount) {
            value = parameter.value();
            gradient = parameter.gradient();
            moments = new float[momentCount][value.length];
        }

        @Override
        public int blocks() {
            return (value.length + GRAIN - 1) / GRAIN;
        }

        @Override
        public double squaredNorm(int block) {
            int from = block * GRAIN;
            return kernels.sumOfSquares(gradient, from, 0, Math.min(GRAIN, value.length - from));
        }

        @Override
        public void update(int block, UpdateRule rule) {
            int from = block * GRAIN;
            rule.apply(value, moments, from, gradient, from, Math.min(GRAIN, value.length - from));
        }

        @Override
        public float[][] moments() {
            return moments;
        }
    }

    /** The touched rows of a table; the others wait with their moments. */
    final class Rows implements UpdateTarget {
        private final Kernels kernels = Kernels.best();
        private final RowTable table;
        private final int columns;
        private final int slotsPerBlock;
        private final float[][] moments;
        /* Touched weights and their moments side by side, for tables of one column: a call per row would cost more than it does. */
        private float[] gathered = new float[0];
        private final float[][] gatheredMoments;

        Rows(RowTable table, int momentCount) {
            this.table = table;
            columns = table.columns();
            slotsPerBlock = Math.max(1, GRAIN / columns);
            moments = new float[momentCount][table.value().length];
            gatheredMoments = new float[momentCount][0];
        }

        @Override
        public int blocks() {
            int count = table.touchedCount();
            if (columns == 1 && !table.allTouched() && gathered.length < count) {
                gathered = new float[2 * count];
                for (int i = 0; i < gatheredMoments.length; i++) {
                    gatheredMoments[i] = new float[2 * count];
                }
            }
            return (count + slotsPerBlock - 1) / slotsPerBlock;
        }

        @Override
        public double squaredNorm(int block) {
            int from = block * slotsPerBlock;
            int n = Math.min(slotsPerBlock, table.touchedCount() - from);
            return kernels.sumOfSquares(table.gradient(), from * columns, 0, n * columns);
        }

        @Override
        public void update(int block, UpdateRule rule) {
            int from = block * slotsPerBlock;
            int to = Math.min(from + slotsPerBlock, table.touchedCount());
            if (table.allTouched()) {
                int n = (to - from) * columns;
                rule.apply(table.value(), moments, from * columns, table.gradient(), from * columns, n);
            } else if (columns == 1) {
                updateGathered(from, to, rule);
            } else {
                for (int slot = from; slot < to; slot++) {
                    int at = table.touched(slot) * columns;
                    rule.apply(table.value(), moments, at, table.gradient(), slot * columns, columns);
                }
            }
        }

        private void updateGathered(int from, int to, UpdateRule rule) {
            gather(table.value(), gathered, from, to);
            for (int i = 0; i < moments.length; i++) {
                gather(moments[i], gatheredMoments[i], from, to);
            }
            rule.apply(gathered, gatheredMoments, from, table.gradient(), from, to - from);
            scatter(gathered, table.value(), from, to);
            for (int i = 0; i < moments.length; i++) {
                scatter(gatheredMoments[i], moments[i], from, to);
            }
        }

        private void gather(float[] rows, float[] slots, int from, int to) {
            for (int slot = from; slot < to; slot++) {
                slots[slot] = rows[table.touched(slot)];
            }
        }

        private void scatter(float[] slots, float[] rows, int from, int to) {
            for (int slot = from; slot < to; slot++) {
                rows[table.touched(slot)] = slots[slot];
            }
        }

        @Override
        public float[][] moments() {
            return moments;
        }
    }
}
