package org.tandemrec.model.fpmc;

import java.util.Arrays;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.nn.ItemScorer;

/** Lanes of a user and the latest items: an event replaces the oldest of them. */
final class FpmcSession implements Session {
    private final FpmcModel model;
    private final ItemScorer scorer;
    private final Parallel parallel = Parallel.sequential();
    private final ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
    private final int F;
    private final int basketSize;
    private final int[] user;
    /** (lanes, basketSize): event n of a lane is at place n mod basketSize. */
    private final int[] latest;

    private final long[] events;
    private float[] h = new float[0];

    FpmcSession(FpmcModel model, FpmcWeights weights, int basketSize, int lanes) {
        this.model = model;
        this.scorer = new ItemScorer(weights.vectors, weights.bias);
        this.F = weights.factors;
        this.basketSize = basketSize;
        this.user = new int[lanes];
        this.latest = new int[Math.multiplyExact(lanes, basketSize)];
        this.events = new long[lanes];
        Arrays.fill(user, Query.UNKNOWN_USER);
    }

    @Override
    public int lanes() {
        return user.length;
    }

    @Override
    public void reset(int lane, int newUser) {
        user[lane] = newUser;
        events[lane] = 0;
    }

    @Override
    public void advance(int[] items, long[] times) {
        for (int lane = 0; lane < user.length; lane++) {
            if (items[lane] >= 0) {
                latest[lane * basketSize + (int) (events[lane]++ % basketSize)] = items[lane];
            }
        }
    }

    @Override
    public void score(int[] lanes, int count, float[] scores) {
        if (h.length < count * 2 * F) {
            h = new float[count * 2 * F];
        }
        for (int row = 0; row < count; row++) {
            gather(lanes[row], row * 2 * F);
        }
        scorer.score(h, count, scores, gemm, parallel);
        scorer.logSoftmax(scores, count, parallel);
    }

    private void gather(int lane, int at) {
        model.user(user[lane], h, at);
        Arrays.fill(h, at + F, at + 2 * F, 0);
        int basket = (int) Math.min(events[lane], basketSize);
        for (int k = 1; k <= basket; k++) { // the latest first, as in training
            int place = (int) ((events[lane] - k) % basketSize);
            model.addLatest(latest[lane * basketSize + place], 1f / basket, h, at + F);
        }
    }
}
