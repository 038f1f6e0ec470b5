package org.tandemrec.model.lfm;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.SymmetricKernels;

/**
 * The side of a model, users or items, that stays as it is while rows of the other are solved for, with the sums over all of its rows
 * that every solution shares.
 *
 * <p>x_j, the row j as a solution sees it, is its F factors, then a 1 where biases are learned, then padding of 0.
 */
final class FixedSide {
    /** Rows whose product is summed at a time: they and it fit the first cache. */
    static final int CHUNK = 64;
    /* Rows whose sums one call makes; fixed, so that sums have the same bits for any number of threads. */
    private static final int PART = 64 * CHUNK;

    private static final Kernels KERNELS = Kernels.best();
    private static final SymmetricKernels SYMMETRIC = SymmetricKernels.best();

    private final float[] factors;
    private final float[] bias;
    private final float mean;
    private final int F;
    private final int size;
    private final int width;
    private final float[] weight;
    private final double totalWeight;
    private final float[] gram;
    private final float[] pull;

    private FixedSide(LfmWeights weights, boolean items, RowObjective objective, Parallel parallel) {
        this.factors = items ? weights.itemFactors() : weights.userFactors();
        this.bias = items ? weights.itemBias() : weights.userBias();
        this.mean = (float) weights.mean();
        this.F = weights.factors();
        this.size = F + (weights.biased() ? 1 : 0);
        this.width = SymmetricKernels.width(size);
        int rows = items ? weights.items() : weights.users();
        this.weight = new float[rows];
        double total = 0;
        boolean weighted = items && weights.negativeWeight().length > 0;
        for (int row = 0; row < rows; row++) {
            boolean trained = items ? weights.itemTrained(row) : weights.userTrained(row);
            weight[row] = !trained ? 0 : weighted ? weights.negativeWeight()[row] : 1;
            total += weight[row];
        }
        this.totalWeight = total;
        this.gram = new float[width * width];
        this.pull = new float[width];
        if (objective.unobserved().present()) {
            sum(objective.unobserved().label(), parallel);
        }
    }

    /** The items, for users to be solved for. */
    static FixedSide items(LfmWeights weights, RowObjective objective, Parallel parallel) {
        return new FixedSide(weights, true, objective, parallel);
    }

    /** The users, for items to be solved for. */
    static FixedSide users(LfmWeights weights, RowObjective objective, Parallel parallel) {
        return new FixedSide(weights, false, objective, parallel);
    }

    private void sum(float label, Parallel parallel) {
        int parts = Math.ceilDiv(weight.length, PART);
        float[] grams = new float[parts * gram.length];
        float[] pulls = new float[parts * width];
        parallel.forEach(parts, part -> sumPart(part, label, grams, pulls));
        for (int part = 0; part < parts; part++) {
            KERNELS.axpy(1, grams, part * gram.length, gram, 0, gram.length);
            KERNELS.axpy(1, pulls, part * width, pull, 0, width);
        }
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < i; j++) {
                gram[i * width + j] = gram[j * width + i];
            }
        }
    }

    private void sumPart(int part, float label, float[] grams, float[] pulls) {
        float[] x = new float[CHUNK * width];
        int filled = 0;
        int end = Math.min(weight.length, (part + 1) * PART);
        for (int row = part * PART; row < end; row++) {
            if (weight[row] != 0) {
                float root = (float) Math.sqrt(weight[row]);
                gather(row, x, filled * width);
                KERNELS.scale(root, x, filled * width, width);
                KERNELS.axpy(root * rest(row, label), x, filled * width, pulls, part * width, width);
                filled++;
            }
            if (filled == CHUNK || row == end - 1) {
                SYMMETRIC.addProduct(x, 0, filled, width, grams, part * gram.length);
                filled = 0;
            }
        }
    }

    /** Writes x_j to {@code x} from {@code offset} on, but for the padding. */
    void gather(int row, float[] x, int offset) {
        System.arraycopy(factors, row * F, x, offset, F);
        if (size > F) {
            x[offset + F] = 1;
        }
    }

    /** What the mean and the bias of row j leave of a label. */
    float rest(int row, float label) {
        return label - mean - (size > F ? bias[row] : 0);
    }

    /** The factors themselves, of {@link #size} a row where no biases are learned. */
    float[] factors() {
        return factors;
    }

    /** The unknowns of a row: F, and one more for its bias where biases are learned. */
    int size() {
        return size;
    }

    /** The length of x_j with its padding. */
    int width() {
        return width;
    }

    /** Σ_j w_j: the number of trained rows unless they weigh differently. */
    double totalWeight() {
        return totalWeight;
    }

    /** Σ_j w_j x_j x_jᵀ, (width, width); 0 where the objective has no pairs that were not observed. */
    float[] gram() {
        return gram;
    }

    /** Σ_j w_j r⁰_j x_j, of {@link #width}. */
    float[] pull() {
        return pull;
    }
}
