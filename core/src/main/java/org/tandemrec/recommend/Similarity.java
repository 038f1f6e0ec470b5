package org.tandemrec.recommend;

import org.jspecify.annotations.Nullable;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.Model;

/** The cosine between the vectors of items, or of users. */
final class Similarity {
    private final float[] vectors;
    private final int dimensions;
    private final double[] norms;

    /** Over row-major vectors. */
    Similarity(float[] vectors, int dimensions) {
        this.vectors = vectors;
        this.dimensions = dimensions;
        this.norms = new double[vectors.length / dimensions];
        for (int row = 0; row < norms.length; row++) {
            norms[row] = Math.sqrt(dot(row, row));
        }
    }

    /** What has a role: the model itself, else the first of its parts that has; null where none has. */
    static <R> @Nullable R find(Model model, Class<R> role) {
        if (role.isInstance(model)) {
            return role.cast(model);
        }
        if (model instanceof Fusion fusion) {
            for (Model part : fusion.parts()) {
                R found = find(part, role);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Those of {@code others} that are most similar to a row, without the row itself, sorted. A vector of zeros is similar to nothing. */
    TopItems nearest(int row, int[] others, int count) {
        TopItems top = new TopItems(Math.min(count, others.length));
        for (int other : others) {
            if (other != row) {
                top.offer(other, (float) (dot(row, other) / (norms[row] * norms[other])));
            }
        }
        top.sort();
        return top;
    }

    /** The rows most similar to a vector, whose first elements are compared, without one row; rows of zeros are left out. */
    TopItems nearest(float[] vector, int without, int count) {
        TopItems top = new TopItems(Math.min(count, norms.length));
        double norm = 0;
        for (int f = 0; f < dimensions; f++) {
            norm += (double) vector[f] * vector[f];
        }
        norm = Math.sqrt(norm);
        for (int row = 0; row < norms.length; row++) {
            if (row != without) {
                double sum = 0;
                for (int f = 0; f < dimensions; f++) {
                    sum += (double) vector[f] * vectors[row * dimensions + f];
                }
                top.offer(row, (float) (sum / (norm * norms[row])));
            }
        }
        top.sort();
        return top;
    }

    /** The cosine of two rows; 0 where one is all zeros. */
    float cosine(int a, int b) {
        double norm = norms[a] * norms[b];
        return norm > 0 ? (float) (dot(a, b) / norm) : 0;
    }

    private double dot(int a, int b) {
        double sum = 0;
        for (int f = 0; f < dimensions; f++) {
            sum += (double) vectors[a * dimensions + f] * vectors[b * dimensions + f];
        }
        return sum;
    }
}
