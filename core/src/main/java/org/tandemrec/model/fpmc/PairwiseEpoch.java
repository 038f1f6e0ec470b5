package org.tandemrec.model.fpmc;

import java.util.SplittableRandom;
import org.tandemrec.base.AliasTable;
import org.tandemrec.kernel.FactorKernels;
import org.tandemrec.kernel.FloatMath;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.nn.RowTable;

/**
 * S-BPR (Rendle, Freudenthaler and Schmidt-Thieme, WWW 2010, equation 12 and figure 3): for each target i of a user u after a basket, and
 * each drawn item j, a step of SGD up ln σ(x_i − x_j) − λ/2 |θ|². One event after another on the calling thread: each step starts from
 * what the one before it left.
 */
final class PairwiseEpoch {
    private final FpmcWeights weights;
    private final Transitions transitions;
    private final AliasTable negatives;
    private final int perTarget;
    private final float lambda;
    private final Kernels kernels = Kernels.best();
    private final FactorKernels factorKernels = FactorKernels.best();
    private final int F;
    /** h (2F), before and after a step. */
    private final float[] h;

    private final float[] moved;
    private SplittableRandom random = new SplittableRandom(0);

    /** @param negatives draws negatives; at least two items have a positive probability */
    PairwiseEpoch(FpmcWeights weights, Transitions transitions, AliasTable negatives, int perTarget, float lambda) {
        this.weights = weights;
        this.transitions = transitions;
        this.negatives = negatives;
        this.perTarget = perTarget;
        this.lambda = lambda;
        this.F = weights.factors;
        this.h = new float[2 * F];
        this.moved = new float[2 * F];
    }

    /** Begins an epoch, whose draws are those of {@code epochRandom}. */
    void begin(SplittableRandom epochRandom) {
        random = epochRandom;
    }

    /** Steps on the targets at some places of the order; returns the sum of −ln σ(x_i − x_j), each before its step. */
    double run(int from, int to, float rate) {
        double loss = 0;
        for (int place = from; place < to; place++) {
            int target = transitions.target(place);
            int item = transitions.item(target);
            for (int k = 0; k < perTarget; k++) {
                int other = negatives.draw(random.nextLong());
                while (other == item) {
                    other = negatives.draw(random.nextLong());
                }
                loss += step(target, item, other, rate);
            }
        }
        return loss;
    }

    /** One step; returns the loss before it. */
    double step(int target, int item, int other, float rate) {
        float[] V = weights.vectors.value();
        int user = transitions.user(target);
        int basket = transitions.basket(target);
        weights.gather(transitions, target, h, 0);
        int i = item * 2 * F;
        int j = other * 2 * F;
        float x = kernels.dot(h, 0, V, i, 2 * F) - kernels.dot(h, 0, V, j, 2 * F);
        float step = rate * FloatMath.sigmoid(-x);
        float keep = 1 - rate * lambda;
        System.arraycopy(h, 0, moved, 0, 2 * F);
        factorKernels.pairwise(moved, 0, V, i, j, 2 * F, step, 1, step, keep, step, keep);
        kernels.axpy(-1, h, 0, moved, 0, 2 * F); // step (v_i − v_j)
        stepRow(weights.users, user, keep, 1, 0);
        for (int k = 0; k < basket; k++) {
            stepRow(weights.latest, transitions.basketItem(target, k), keep, 1f / basket, F);
        }
        return FloatMath.softplus(-x);
    }

    private void stepRow(RowTable table, int row, float keep, float share, int from) {
        kernels.scale(keep, table.value(), row * F, F);
        kernels.axpy(share, moved, from, table.value(), row * F, F);
    }
}
