package org.tandemrec.recommend;

import org.jspecify.annotations.Nullable;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.split.Candidates;

/** The cosine between item vectors. */
final class ItemSimilarity {
    private final float[] vectors;
    private final int dimensions;
    private final double[] norms;

    ItemSimilarity(ItemVectors source, int itemCount) {
        this.vectors = source.itemVectors();
        this.dimensions = source.vectorSize();
        this.norms = new double[itemCount];
        for (int item = 0; item < itemCount; item++) {
            norms[item] = Math.sqrt(dot(item, item));
        }
    }

    /** The vectors of a model: its own, else those of its long-term part, else those of its short-term part. */
    static @Nullable ItemVectors vectors(Model model) {
        if (model instanceof ItemVectors own) {
            return own;
        }
        if (model instanceof Fusion fusion) {
            ItemVectors longTerm = vectors(fusion.longTerm());
            return longTerm != null ? longTerm : vectors(fusion.shortTerm());
        }
        return null;
    }

    /** The candidates that are most similar to an item, without the item itself, sorted. A vector of zeros is similar to nothing. */
    TopItems nearest(int item, Candidates candidates, int count) {
        TopItems top = new TopItems(Math.min(count, candidates.size()));
        for (int place = 0; place < candidates.size(); place++) {
            int other = candidates.item(place);
            if (other != item) {
                top.offer(other, (float) (dot(item, other) / (norms[item] * norms[other])));
            }
        }
        top.sort();
        return top;
    }

    private double dot(int a, int b) {
        double sum = 0;
        for (int f = 0; f < dimensions; f++) {
            sum += (double) vectors[a * dimensions + f] * vectors[b * dimensions + f];
        }
        return sum;
    }
}
