package org.tandemrec.model.neumf;

import java.util.Arrays;
import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.nn.Activation;
import org.tandemrec.nn.Linear;

/** Lanes of users whose factors are those of training, or of likely users of the lane's items where training had none of theirs. */
final class NeuMfSession implements Session {
    /* Items that go through the layers at a time: few enough for a core's second cache. */
    private static final int BLOCK = 512;

    private final NeuMfWeights weights;
    private final LikelyUsers likely;
    private final float[] itemHalf;
    private final List<Linear> layers;
    private final Kernels kernels = Kernels.best();
    private final Parallel parallel = Parallel.sequential();
    private final ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
    private final int F;
    private final int E;
    /** E_1, the units of the first layer. */
    private final int H;

    private final int[] user;
    /** (lanes, F + E): of a lane without a known user, what its events told. */
    private final float[] sums;

    private final long[] events;
    /** By layer (BLOCK, units). */
    private final float[][] units;

    private final float[] ofPerceptron = new float[BLOCK];
    private float[] factors = new float[0];
    private float[] products = new float[0];
    private float[] userHalf = new float[0];

    NeuMfSession(NeuMfWeights weights, LikelyUsers likely, float[] itemHalf, int lanes) {
        this.weights = weights;
        this.likely = likely;
        this.itemHalf = itemHalf;
        this.layers = weights.perceptron.layers();
        this.F = weights.factors;
        this.E = weights.embedding;
        this.H = layers.getFirst().outputs();
        this.user = new int[lanes];
        this.sums = new float[Math.multiplyExact(lanes, F + E)];
        this.events = new long[lanes];
        this.units = new float[layers.size()][];
        for (int l = 0; l < units.length; l++) {
            units[l] = new float[BLOCK * layers.get(l).outputs()];
        }
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
        events[lane] = 0;
        Arrays.fill(sums, lane * (F + E), (lane + 1) * (F + E), 0);
    }

    @Override
    public void advance(int[] items, long[] times) {
        for (int lane = 0; lane < user.length; lane++) {
            if (user[lane] == Query.UNKNOWN_USER && items[lane] >= 0) {
                likely.add(items[lane], sums, lane * (F + E));
                events[lane]++;
            }
        }
    }

    @Override
    public void score(int[] lanes, int count, float[] scores) {
        if (factors.length < count * (F + E)) {
            factors = new float[count * (F + E)];
            products = new float[count * F];
            userHalf = new float[count * H];
        }
        float[] h = weights.productOutput.value();
        for (int row = 0; row < count; row++) {
            user(lanes[row], row * (F + E));
            kernels.multiply(factors, row * (F + E), h, 0, products, row * F, F);
        }
        float[] W = layers.getFirst().parameters().getFirst().value();
        gemm.multiply(false, false, count, H, E, 1, factors, F, F + E, W, 0, H, 0, userHalf, 0, H);
        int N = weights.items.rows();
        float[] Q = weights.items.value();
        gemm.multiply(false, true, count, N, F, 1, products, 0, F, Q, 0, F + E, 0, scores, 0, N);
        for (int from = 0; from < N; from += BLOCK) {
            for (int row = 0; row < count; row++) {
                addPerceptron(row, from, Math.min(BLOCK, N - from), scores, row * N + from);
            }
        }
    }

    private void user(int lane, int to) {
        int known = user[lane];
        if (known == Query.UNKNOWN_USER) {
            likely.user(sums, lane * (F + E), events[lane], factors, to);
        } else {
            System.arraycopy(weights.users.value(), known * (F + E), factors, to, F + E);
        }
    }

    /** Adds the perceptron's part and the biases to the scores of n items. */
    private void addPerceptron(int row, int from, int n, float[] scores, int at) {
        System.arraycopy(itemHalf, from * H, units[0], 0, n * H);
        for (int i = 0; i < n; i++) {
            kernels.axpy(1, userHalf, row * H, units[0], i * H, H);
        }
        Activation.RELU.forward(units[0], units[0], n * H, parallel);
        for (int l = 1; l < units.length; l++) {
            Linear layer = layers.get(l);
            layer.forward(units[l - 1], n, units[l], gemm, parallel);
            Activation.RELU.forward(units[l], units[l], n * layer.outputs(), parallel);
        }
        float[] last = units[units.length - 1];
        kernels.matrixVector(last, 0, n, F, weights.perceptronOutput.value(), 0, ofPerceptron, 0);
        kernels.axpy(1, ofPerceptron, 0, scores, at, n);
        kernels.add(weights.bias.value()[0] + weights.bias.value()[1], scores, at, n);
    }
}
