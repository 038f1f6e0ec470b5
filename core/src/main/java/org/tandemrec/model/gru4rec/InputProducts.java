package org.tandemrec.model.gru4rec;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.ItemEmbedding;

/**
 * The first layer's input products of all items, f(E) W (N, gates). They do not depend on the state, so that an event looks them up
 * instead of computing them. Made when first needed, for networks whose input is the item alone and where they need little memory.
 */
final class InputProducts {
    private static final long MOST_ELEMENTS = 1 << 24;
    private static final int ROWS = 1024;

    private final Network network;
    private final Parallel parallel;
    private volatile float @Nullable [] products;

    InputProducts(Network network, Parallel parallel) {
        this.network = network;
        this.parallel = parallel;
    }

    /** The products by item, or null where they are not kept. */
    float @Nullable [] products() {
        int gateSize = network.cells.getFirst().gateSize();
        if (!network.embedding.ofItemAlone() || (long) network.itemCount * gateSize > MOST_ELEMENTS) {
            return null;
        }
        float[] made = products;
        return made == null ? make(gateSize) : made;
    }

    private synchronized float[] make(int gateSize) {
        float[] made = products;
        if (made == null) {
            made = compute(gateSize);
            products = made;
        }
        return made;
    }

    private float[] compute(int gateSize) {
        Cell cell = network.cells.getFirst();
        Cell.Pass pass = cell.pass(ROWS, new ParallelGemm(Gemm.best(), parallel), parallel);
        ItemEmbedding.Events events = new ItemEmbedding.Events(ROWS);
        float[] x = new float[ROWS * cell.inputSize()];
        float[] made = new float[network.itemCount * gateSize];
        for (int from = 0; from < network.itemCount; from += ROWS) {
            int n = Math.min(ROWS, network.itemCount - from);
            for (int i = 0; i < n; i++) {
                events.items()[i] = from + i;
            }
            network.embedding.forward(events, n, x, parallel);
            pass.project(x, n);
            System.arraycopy(pass.gates(), 0, made, from * gateSize, n * gateSize);
        }
        return made;
    }
}
