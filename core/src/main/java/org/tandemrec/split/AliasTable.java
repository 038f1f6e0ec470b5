package org.tandemrec.split;

import java.util.SplittableRandom;

/**
 * Draws places in proportion to whole-number weights, each in constant time: the alias method (Walker, ACM TOMS 1977; built as by
 * Vose, IEEE TSE 1991), in whole numbers, so that it is exact.
 */
final class AliasTable {
    private final long[] own;
    private final int[] alias;
    private final long total;

    /** A table over positive weights; one over none has nothing to draw. */
    AliasTable(int[] weights) {
        int n = weights.length;
        this.own = new long[n];
        this.alias = new int[n];
        long sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        this.total = sum;
        int[] order = new int[n]; // light places from the front, heavy ones from the back
        int light = 0;
        int heavy = n;
        for (int place = 0; place < n; place++) {
            own[place] = (long) weights[place] * n; // a full place has the total
            alias[place] = place;
            if (own[place] < total) {
                order[light++] = place;
            } else {
                order[--heavy] = place;
            }
        }
        while (light > 0 && heavy < n) {
            int filled = order[--light];
            int giver = order[heavy];
            alias[filled] = giver;
            own[giver] -= total - own[filled];
            if (own[giver] < total) {
                heavy++;
                order[light++] = giver;
            }
        }
    }

    /** Draws a place. */
    int draw(SplittableRandom random) {
        int place = random.nextInt(own.length);
        return random.nextLong(total) < own[place] ? place : alias[place];
    }
}
