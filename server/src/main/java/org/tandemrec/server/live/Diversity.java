package org.tandemrec.server.live;

import java.util.Arrays;
import org.tandemrec.recommend.LiveModel;

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): each place goes to the item i of the largest (1 − λ) r_i − λ
 * max cos(i, j) over the items j before it, with r the scores brought to 0 … 1. Only the first 100 items change places.
 *
 * @param weight λ; 0 changes nothing
 */
record Diversity(LiveModel model, double weight) {
    private static final int DEPTH = 100;

    /** How many items by score the first {@code count} come from. */
    int depth(int count) {
        return weight == 0 ? count : Math.max(count, DEPTH);
    }

    /** The list in its new order; scores and lifts are those of before. */
    Ranking apply(Ranking list) {
        int depth = Math.min(DEPTH, list.count());
        if (weight == 0 || depth < 3) {
            return list;
        }
        float best = list.scores()[0];
        float range = best - list.scores()[depth - 1];
        double[] closest = new double[depth];
        boolean[] taken = new boolean[depth];
        int[] order = new int[list.count()];
        Arrays.setAll(order, place -> place);
        for (int place = 0; place < depth; place++) {
            int next = -1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < depth; i++) {
                double relevance = range > 0 ? 1 - (best - list.scores()[i]) / range : 1;
                double value = (1 - weight) * relevance - weight * closest[i];
                if (!taken[i] && (next < 0 || value > highest)) {
                    next = i;
                    highest = value;
                }
            }
            taken[next] = true;
            order[place] = next;
            for (int i = 0; i < depth; i++) {
                double cosine = similarity(list.items()[next], list.items()[i]);
                closest[i] = place == 0 ? cosine : Math.max(closest[i], cosine);
            }
        }
        return reordered(list, order);
    }

    /** New items have no vector that could be compared. */
    private double similarity(int item, int other) {
        return item >= 0 && other >= 0 ? model.similarity(item, other) : 0;
    }

    private static Ranking reordered(Ranking list, int[] order) {
        int n = order.length;
        Ranking result = new Ranking(new int[n], new float[n], new float[n], new float[n], list.complete());
        for (int place = 0; place < n; place++) {
            result.items()[place] = list.items()[order[place]];
            result.scores()[place] = list.scores()[order[place]];
            result.longTerm()[place] = list.longTerm()[order[place]];
            result.shortTerm()[place] = list.shortTerm()[order[place]];
        }
        return result;
    }
}
