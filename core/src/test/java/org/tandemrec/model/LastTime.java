package org.tandemrec.model;

import java.util.Arrays;

/** A model whose score of any item is the time of the last event in seconds: -1 before the first one, -2 where it is unknown. */
public record LastTime(int itemCount) implements Model {
    @Override
    public boolean readsTimes() {
        return true;
    }

    @Override
    public String kind() {
        return "last-time";
    }

    @Override
    public int userCount() {
        return 0;
    }

    @Override
    public ModelState state() {
        return new ModelState();
    }

    @Override
    public Session open(int lanes) {
        float[] last = new float[lanes];
        Arrays.fill(last, -1);
        return new Session() {
            @Override
            public int lanes() {
                return lanes;
            }

            @Override
            public void reset(int lane, int user) {
                last[lane] = -1;
            }

            @Override
            public void advance(int[] items, long[] times) {
                for (int lane = 0; lane < lanes; lane++) {
                    if (items[lane] >= 0) {
                        last[lane] = times[lane] == UNTIMED ? -2 : times[lane] / 1000f;
                    }
                }
            }

            @Override
            public void score(int[] chosen, int count, float[] scores) {
                for (int row = 0; row < count; row++) {
                    Arrays.fill(scores, row * itemCount, (row + 1) * itemCount, last[chosen[row]]);
                }
            }
        };
    }
}
