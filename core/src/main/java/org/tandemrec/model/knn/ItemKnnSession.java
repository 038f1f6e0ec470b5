package org.tandemrec.model.knn;

import java.util.Arrays;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Session;

/**
 * Lanes that hold the scores of their events so far. Instead of fading all of them with every event, a lane gives each new event more
 * weight than the last one; scores are divided by the last weight.
 */
final class ItemKnnSession implements Session {
    /* Before weights grow beyond what floats hold, the lane is scaled back. */
    private static final float MAX_WEIGHT = 1e15f;

    private final Kernels kernels = Kernels.best();
    private final ItemKnnModel model;
    private final float growth;
    private final float[][] sums;
    private final float[] weight;

    ItemKnnSession(ItemKnnModel model, int lanes) {
        this.model = model;
        this.growth = (float) (1 / model.fading());
        this.sums = new float[lanes][model.itemCount()];
        this.weight = new float[lanes];
        Arrays.fill(weight, 1);
    }

    @Override
    public int lanes() {
        return sums.length;
    }

    @Override
    public void reset(int lane, int user) {
        Arrays.fill(sums[lane], 0);
        weight[lane] = 1;
    }

    @Override
    public void advance(int[] items, long[] times) {
        for (int lane = 0; lane < sums.length; lane++) {
            if (items[lane] >= 0) {
                weight[lane] *= growth;
                if (weight[lane] > MAX_WEIGHT) {
                    kernels.scale(growth / weight[lane], sums[lane], 0, sums[lane].length);
                    weight[lane] = growth;
                }
                model.addNeighbours(items[lane], weight[lane], sums[lane]);
            }
        }
    }

    @Override
    public void score(int[] lanes, int count, float[] scores) {
        int items = model.itemCount();
        for (int row = 0; row < count; row++) {
            System.arraycopy(sums[lanes[row]], 0, scores, row * items, items);
            kernels.scale(1 / weight[lanes[row]], scores, row * items, items);
        }
    }
}
