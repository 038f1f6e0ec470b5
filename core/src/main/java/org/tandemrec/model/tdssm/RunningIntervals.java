package org.tandemrec.model.tdssm;

import java.util.Arrays;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.Window;

/** One rate of a session: by lane the running interval, the state before it, and the state after what it has so far. */
final class RunningIntervals {
    private final Rate rate;
    private final RowTable items;
    private final int H;
    private final int S;
    private final Cell.Pass pass;
    private final Window window;
    private final Kernels kernels = Kernels.best();
    /* (lanes, S), and the sum of the interval's embeddings (lanes, H). */
    private final float[] before;
    private final float[] after;
    private final float[] sums;
    private final int[] counts;
    private final float[] x;

    RunningIntervals(Rate rate, Cell cell, RowTable items, int lanes, ParallelGemm gemm, Parallel parallel) {
        this.rate = rate;
        this.items = items;
        this.H = cell.hiddenSize();
        this.S = cell.stateSize();
        this.pass = cell.pass(lanes, gemm, parallel);
        this.window = new Window(1, lanes);
        this.before = new float[lanes * S];
        this.after = new float[lanes * S];
        this.sums = new float[lanes * H];
        this.counts = new int[lanes];
        this.x = new float[lanes * H];
    }

    void reset(int lane) {
        Arrays.fill(before, lane * S, (lane + 1) * S, 0);
        Arrays.fill(after, lane * S, (lane + 1) * S, 0);
        Arrays.fill(sums, lane * H, (lane + 1) * H, 0);
        counts[lane] = 0;
    }

    /** Whether a lane's next event begins a new interval. */
    boolean ends(int lane, long lastMillis, long millis) {
        return rate.begins(counts[lane], lastMillis, millis);
    }

    /** Ends the running interval of a lane: adds its embeddings to sums (lanes, H), and returns their number. */
    int end(int lane, float[] total) {
        int count = counts[lane];
        kernels.axpy(1, sums, lane * H, total, lane * H, H);
        end(lane);
        return count;
    }

    /** Ends the running interval of a lane. */
    void end(int lane) {
        System.arraycopy(after, lane * S, before, lane * S, S);
        Arrays.fill(sums, lane * H, (lane + 1) * H, 0);
        counts[lane] = 0;
    }

    /** Adds one event to each of the first {@code count} lanes of {@code active}. */
    void advance(int[] active, int count, int[] itemOfLane) {
        window.clear();
        window.addStep(count);
        for (int i = 0; i < count; i++) {
            int lane = active[i];
            kernels.axpy(1, items.value(), itemOfLane[lane] * H, sums, lane * H, H);
            counts[lane]++;
            System.arraycopy(sums, lane * H, x, i * H, H);
            kernels.scale(1f / counts[lane], x, i * H, H);
            window.setSource(i, lane);
        }
        pass.project(x, count);
        pass.recur(window, before, null);
        for (int i = 0; i < count; i++) {
            pass.copyState(i, after, active[i]);
        }
    }

    /** Copies the hidden units of a lane, zeros before the first event. */
    void hidden(int lane, float[] to, int offset) {
        System.arraycopy(after, lane * S, to, offset, H);
    }
}
