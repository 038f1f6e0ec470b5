package org.tandemrec.model.lfm;

import java.util.Arrays;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;

/** Lanes of users whose factors are those of training, or folded in from the lane's items where training had none of theirs. */
final class LfmSession implements Session {
    private final LfmWeights weights;
    private final FoldIn foldIn;
    private final Kernels kernels = Kernels.best();
    private final ParallelGemm gemm = new ParallelGemm(Gemm.best(), Parallel.sequential());
    private final int[] user;
    private final int[][] history;
    private final int[] length;
    private float[] factors = new float[0];

    LfmSession(LfmWeights weights, FoldIn foldIn, int lanes) {
        this.weights = weights;
        this.foldIn = foldIn;
        this.user = new int[lanes];
        this.history = new int[lanes][0];
        this.length = new int[lanes];
        Arrays.fill(user, Query.UNKNOWN_USER);
    }

    @Override
    public int lanes() {
        return user.length;
    }

    @Override
    public void reset(int lane, int newUser) {
        boolean known = newUser != Query.UNKNOWN_USER && weights.userTrained(newUser);
        user[lane] = known ? newUser : Query.UNKNOWN_USER;
        length[lane] = 0;
    }

    @Override
    public void advance(int[] items, long[] times) {
        for (int lane = 0; lane < user.length; lane++) {
            if (user[lane] == Query.UNKNOWN_USER && items[lane] >= 0) {
                if (length[lane] == history[lane].length) {
                    history[lane] = Arrays.copyOf(history[lane], Math.max(16, 2 * length[lane]));
                }
                history[lane][length[lane]++] = items[lane];
            }
        }
    }

    @Override
    public void score(int[] lanes, int count, float[] scores) {
        int F = weights.factors();
        int N = weights.items();
        if (factors.length < count * F) {
            factors = new float[count * F];
        }
        for (int row = 0; row < count; row++) {
            int lane = lanes[row];
            float bias = user(lane, row * F);
            Arrays.fill(scores, row * N, (row + 1) * N, (float) weights.mean() + bias);
            if (weights.biased()) {
                kernels.axpy(1, weights.itemBias(), 0, scores, row * N, N);
            }
        }
        gemm.multiply(false, true, count, N, F, 1, factors, 0, F, weights.itemFactors(), 0, F, 1, scores, 0, N);
    }

    /** Writes the factors of a lane's user to {@link #factors} from {@code offset} on and returns its bias. */
    private float user(int lane, int offset) {
        int known = user[lane];
        if (known == Query.UNKNOWN_USER) {
            return foldIn.user(history[lane], length[lane], factors, offset);
        }
        System.arraycopy(weights.userFactors(), known * weights.factors(), factors, offset, weights.factors());
        return weights.biased() ? weights.userBias()[known] : 0;
    }
}
