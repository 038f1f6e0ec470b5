package org.tandemrec.model.sasrec;

import static java.lang.Math.ceilDiv;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.nn.RowTable;

/**
 * Binary cross-entropy of each target beside items drawn for it alone (Kang and McAuley, ICDM 2018, equation 6): −log σ(r_p) − Σ_j log(1 −
 * σ(r_j)), where r = h·v + a and the j are drawn uniformly among the items of the training data that the
 * user has no event with.
 */
final class OwnNegatives implements TargetLoss {
    /* Draws before an item of the user's own is taken, for users who know nearly all items. */
    private static final int MOST_DRAWS = 100;

    /* The cuts of the work: fixed, so that they do not depend on the threads. */
    private static final int ROWS_OF_TASK = 16;
    private static final int COLUMNS_OF_TASK = 32;

    private final Interactions training;
    private final Network network;
    private final Seed seed;
    private final int negatives;
    private final int H;
    private final Parallel parallel;
    private final Kernels kernels = Kernels.best();
    /* The items that occur in the training data. */
    private final int[] occurring;
    private final BitSet known = new BitSet();
    /* By row and item, the target first: the item, its slot in the gradient, and the gradient by its score. */
    private final int[] items;
    private final int[] slots;
    private final float[] slopes;
    private final double[] losses;

    private int epoch;

    OwnNegatives(Interactions training, Network network, int negatives, int maxRows, Seed seed, Parallel parallel) {
        int size = Math.multiplyExact(maxRows, 1 + negatives);
        this.training = training;
        this.network = network;
        this.seed = seed;
        this.negatives = negatives;
        this.H = network.hiddenSize;
        this.parallel = parallel;
        int[] counts = training.itemCounts();
        this.occurring = IntStream.range(0, counts.length)
                .filter(item -> counts[item] > 0)
                .toArray();
        this.items = new int[size];
        this.slots = new int[size];
        this.slopes = new float[size];
        this.losses = new double[maxRows];
    }

    @Override
    public void begin(int epoch) {
        this.epoch = epoch;
    }

    /** The number of items that a target is scored with, itself included. */
    @Override
    public int columns() {
        return 1 + negatives;
    }

    private void draw(Batch batch, SplittableRandom random) {
        for (int s = 0; s < batch.sequences().count(); s++) {
            int user = batch.user(s);
            known.clear();
            for (int row = training.start(user); row < training.end(user); row++) {
                known.set(training.item(row));
            }
            for (int row = batch.sequences().start(s); row < batch.sequences().start(s + 1); row++) {
                int at = row * columns();
                items[at] = batch.targets()[row];
                for (int j = 1; j <= negatives; j++) {
                    items[at + j] = draw(random);
                }
            }
        }
    }

    private int draw(SplittableRandom random) {
        int item = occurring[random.nextInt(occurring.length)];
        for (int draws = 1; known.get(item) && draws < MOST_DRAWS; draws++) {
            item = occurring[random.nextInt(occurring.length)];
        }
        return item;
    }

    @Override
    public double step(Batch batch, long number, float[] h, float[] dh) {
        draw(batch, seed.child(epoch).child(number).random());
        int rows = batch.rows();
        float scale = 1f / rows;
        for (int i = 0; i < rows * columns(); i++) {
            slots[i] = network.vectors.touch(items[i]);
            network.bias.touch(items[i]);
        }
        parallel.forEach(ceilDiv(rows, ROWS_OF_TASK), task -> {
            int end = Math.min(rows, (task + 1) * ROWS_OF_TASK);
            for (int row = task * ROWS_OF_TASK; row < end; row++) {
                losses[row] = row(h, row, scale, dh);
            }
        });
        float[] dV = network.vectors.gradient();
        parallel.forEach(ceilDiv(H, COLUMNS_OF_TASK), task -> {
            int at = task * COLUMNS_OF_TASK;
            int n = Math.min(COLUMNS_OF_TASK, H - at);
            for (int i = 0; i < rows * columns(); i++) {
                kernels.axpy(slopes[i], h, i / columns() * H + at, dV, slots[i] * H + at, n);
            }
        });
        float[] dBias = network.bias.gradient();
        for (int i = 0; i < rows * columns(); i++) {
            dBias[network.bias.touch(items[i])] += slopes[i];
        }
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += losses[row];
        }
        return sum;
    }

    private double row(float[] h, int row, float scale, float[] dh) {
        RowTable vectors = network.vectors;
        double loss = 0;
        Arrays.fill(dh, row * H, (row + 1) * H, 0);
        for (int j = 0; j <= negatives; j++) {
            int at = row * columns() + j;
            int item = items[at];
            double score = kernels.dot(h, row * H, vectors.value(), item * H, H)
                    + (double) network.bias.value()[item];
            double sign = j == 0 ? -1 : 1; // the loss is log(1 + exp(sign · score))
            double share = 1 / (1 + StrictMath.exp(-sign * score));
            loss += Math.max(sign * score, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(score)));
            slopes[at] = (float) (scale * sign * share);
            kernels.axpy(slopes[at], vectors.value(), item * H, dh, row * H, H);
        }
        return loss;
    }
}
