package org.tandemrec.bench;

import jdk.jfr.consumer.RecordedEvent;

/**
 * The shape of a matrix product that training made: op(A) is (m, k), op(B) is (k, n).
 *
 * @param transposeA whether A is stored as (k, m)
 * @param transposeB whether B is stored as (n, k)
 */
record MatrixProduct(boolean transposeA, boolean transposeB, int m, int n, int k) {
    /** The event that describes one. */
    static final String EVENT = "org.tandemrec.MatrixProduct";

    /** The product that an event describes. */
    static MatrixProduct of(RecordedEvent event) {
        return new MatrixProduct(
                event.getBoolean("transposeA"),
                event.getBoolean("transposeB"),
                event.getInt("m"),
                event.getInt("n"),
                event.getInt("k"));
    }

    /** Its floating-point operations: a multiplication and an addition for every summand. */
    long flops() {
        return 2L * m * n * k;
    }
}
