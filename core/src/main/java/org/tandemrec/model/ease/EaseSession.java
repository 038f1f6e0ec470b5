package org.tandemrec.model.ease;

import java.util.Arrays;
import java.util.BitSet;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Session;

/** Lanes that hold the scores of their items so far: a new item adds its row of B, and an item that was there adds nothing. */
final class EaseSession implements Session {
    private final Kernels kernels = Kernels.best();
    private final int items;
    private final float[] weights;
    private final float[][] sums;
    private final BitSet[] seen;

    EaseSession(int items, float[] weights, int lanes) {
        this.items = items;
        this.weights = weights;
        this.sums = new float[lanes][items];
        this.seen = new BitSet[lanes];
        Arrays.setAll(seen, lane -> new BitSet(items));
    }

    @Override
    public int lanes() {
        return sums.length;
    }

    @Override
    public void reset(int lane, int user) {
        Arrays.fill(sums[lane], 0);
        seen[lane].clear();
    }

    @Override
    public void advance(int[] next, long[] times) {
        for (int lane = 0; lane < sums.length; lane++) {
            int item = next[lane];
            if (item >= 0 && !seen[lane].get(item)) {
                seen[lane].set(item);
                kernels.axpy(1, weights, item * items, sums[lane], 0, items);
            }
        }
    }

    @Override
    public void score(int[] lanes, int count, float[] scores) {
        for (int row = 0; row < count; row++) {
            System.arraycopy(sums[lanes[row]], 0, scores, row * items, items);
        }
    }
}
