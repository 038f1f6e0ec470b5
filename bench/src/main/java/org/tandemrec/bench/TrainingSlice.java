package org.tandemrec.bench;

import java.util.List;

/**
 * What a slice of training did.
 *
 * @param seconds how long it took
 * @param batches the mini-batches in it
 * @param events the events that they learned from
 * @param products the matrix products that they made, in their order; empty where they were not asked for
 */
record TrainingSlice(double seconds, int batches, long events, List<MatrixProduct> products) {
    /** The mean time of a mini-batch. */
    double secondsPerBatch() {
        return seconds / batches;
    }

    /** Floating-point operations of the products of a mini-batch, on average. */
    double flopsPerBatch() {
        long flops = 0;
        for (MatrixProduct product : products) {
            flops += product.flops();
        }
        return (double) flops / batches;
    }
}
