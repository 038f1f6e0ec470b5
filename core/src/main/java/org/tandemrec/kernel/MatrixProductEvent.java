package org.tandemrec.kernel;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A product of {@link ParallelGemm}, for Flight Recorder: 2 m n k floating-point operations, from its start to its end. */
@Name(MatrixProductEvent.NAME)
@Label("Matrix Product")
@Category("Tandem")
@Description("C = op(A) op(B), where op(A) is m x k and op(B) is k x n")
@StackTrace(false)
final class MatrixProductEvent extends Event {
    static final String NAME = "org.tandemrec.MatrixProduct";

    /** Asked whether anybody records, so that nothing is allocated while nobody does. */
    private static final MatrixProductEvent PROBE = new MatrixProductEvent();

    @Label("A Transposed")
    boolean transposeA;

    @Label("B Transposed")
    boolean transposeB;

    @Label("Rows of C")
    int m;

    @Label("Columns of C")
    int n;

    @Label("Summands of an Element of C")
    int k;

    @Label("Threads")
    int threads;

    /** Starts the event of a product, to be committed after it; null where nobody records. */
    static @Nullable MatrixProductEvent start(
            boolean transposeA, boolean transposeB, int m, int n, int k, int threads) {
        if (!PROBE.isEnabled()) {
            return null;
        }
        MatrixProductEvent event = new MatrixProductEvent();
        event.transposeA = transposeA;
        event.transposeB = transposeB;
        event.m = m;
        event.n = n;
        event.k = k;
        event.threads = threads;
        event.begin();
        return event;
    }
}
