package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class BlockCacheTest {
    private static final int H = 8;
    private static final int LENGTH = 150; // more than two blocks of queries
    private static final double TOLERANCE = 1e-5;

    private final Parallel parallel = Parallel.sequential();
    private final ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
    private final float[] one = CentralDifference.draw(LENGTH * H, new SplittableRandom(1));
    private final float[] other = CentralDifference.draw(LENGTH * H, new SplittableRandom(2));

    private static TransformerBlock block(boolean causal, TransformerBlock.Norm norm) {
        return new TransformerBlock(
                "block", H, 2, 16, causal, norm, Activation.GELU, 0.5f, InitConfig.DEFAULT, new Seed(5));
    }

    private double[] whole(TransformerBlock block, float[] x) {
        float[] y = block.pass(LENGTH, gemm, parallel).forward(SequencesTest.of(LENGTH), x, 1, false);
        return CentralDifference.doubles(y);
    }

    private static float[] rows(float[] x, int from, int to) {
        return Arrays.copyOfRange(x, from * H, to * H);
    }

    private static float[] join(float[] a, float[] b) {
        float[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    private static void assertRows(float[] y, int row, double[] whole, int from, int to) {
        Near.assertNear(rows(y, row, row + to - from), Arrays.copyOfRange(whole, from * H, to * H), TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource
    void appendedInPartsLanesGiveWhatAPassGives(TransformerBlock.Norm norm) {
        TransformerBlock block = block(true, norm);
        double[] ofOne = whole(block, one);
        double[] ofOther = whole(block, other);
        BlockCache cache = new BlockCache(block, 3, LENGTH, 2 * LENGTH, gemm, parallel);
        int[] lanes = {2, 0};
        float[] y = cache.append(
                SequencesTest.of(100, 1), lanes, new int[] {0, 0}, join(rows(one, 0, 100), rows(other, 0, 1)), false);
        assertRows(y, 0, ofOne, 0, 100);
        assertRows(y, 100, ofOther, 0, 1);
        y = cache.append(
                SequencesTest.of(1, 149),
                lanes,
                new int[] {100, 1},
                join(rows(one, 100, 101), rows(other, 1, LENGTH)),
                true);
        assertRows(y, 0, ofOne, 100, 101);
        assertRows(y, 1, ofOther, LENGTH - 1, LENGTH);
        y = cache.append(SequencesTest.of(49), lanes, new int[] {101}, rows(one, 101, LENGTH), false);
        assertRows(y, 0, ofOne, 101, LENGTH);
        y = cache.append(SequencesTest.of(LENGTH), lanes, new int[] {0}, other, true); // forgets the lane
        assertRows(y, 0, ofOther, LENGTH - 1, LENGTH);
    }

    @Test
    void whatSeesLaterRowsCannotBeContinued() {
        TransformerBlock block = block(false, TransformerBlock.Norm.BEFORE);
        assertThatThrownBy(() -> new BlockCache(block, 1, 5, 5, gemm, parallel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("only causal attention can be continued");
    }
}
