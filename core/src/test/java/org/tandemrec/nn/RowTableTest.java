package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

class RowTableTest {
    @Test
    void touchingMergesRepeatsAndGrows() {
        RowTable table = new RowTable("table", 1000, 3).initialize(3, InitConfig.DEFAULT, new Seed(1));
        SplittableRandom random = new SplittableRandom(2);
        double[] expected = new double[3000];
        boolean[] touched = new boolean[1000];
        int distinct = 0;
        for (int i = 0; i < 600; i++) {
            int row = random.nextInt(1000);
            int slot = table.touch(row);
            distinct += touched[row] ? 0 : 1;
            touched[row] = true;
            for (int d = 0; d < 3; d++) {
                table.gradient()[slot * 3 + d] += i + d;
                expected[row * 3 + d] += i + d;
            }
        }
        assertThat(table.touchedCount()).isEqualTo(distinct);
        double[] actual = new double[3000];
        for (int slot = 0; slot < table.touchedCount(); slot++) {
            for (int d = 0; d < 3; d++) {
                actual[table.touched(slot) * 3 + d] += table.gradient()[slot * 3 + d];
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void clearingForgetsEverything() {
        RowTable table = new RowTable("table", 5, 2).initialize(2, InitConfig.DEFAULT, new Seed(1));
        table.touch(4);
        table.touch(1);
        Arrays.fill(table.gradient(), 7);
        table.clearGradient();
        assertThat(table.touchedCount()).isZero();
        assertThat(table.touch(1)).isZero();
        assertThat(Arrays.copyOf(table.gradient(), 2)).containsOnly(0);
        assertThat(table.touch(4)).isEqualTo(1);
        assertThat(Arrays.copyOfRange(table.gradient(), 2, 4)).containsOnly(0);
    }

    @Test
    void touchingUnfilledLeavesTheGradientOfANewSlot() {
        RowTable table = new RowTable("table", 5, 2);
        table.touch(4);
        table.touch(1);
        Arrays.fill(table.gradient(), 7);
        table.clearGradient();
        assertThat(table.touchUnfilled(3)).isZero();
        assertThat(Arrays.copyOf(table.gradient(), 2)).containsOnly(7);
        assertThat(table.touch(2)).isEqualTo(1);
        assertThat(Arrays.copyOfRange(table.gradient(), 2, 4)).containsOnly(0);
        assertThat(table.touchUnfilled(2)).isEqualTo(1);
        assertThat(table.touch(3)).as("its gradient is kept").isZero();
        assertThat(Arrays.copyOf(table.gradient(), 2)).containsOnly(7);
        assertThat(table.touchedCount()).isEqualTo(2);
    }

    @Test
    void touchingAllMakesRowsSlots() {
        RowTable table = new RowTable("table", 200, 2);
        table.touch(150);
        table.clearGradient();
        table.touchAll();
        assertThat(table.allTouched()).isTrue();
        assertThat(table.touchedCount()).isEqualTo(200);
        assertThat(table.gradient()).hasSizeGreaterThanOrEqualTo(400);
        table.gradient()[2 * 150] = 5;
        assertThat(table.touch(150)).isEqualTo(150);
        assertThat(table.touchUnfilled(199)).isEqualTo(199);
        assertThat(table.touched(37)).isEqualTo(37);
        assertThat(table.gradient()[2 * 150]).isEqualTo(5);
        assertThatThrownBy(table::touchAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("table table must have no touched row when all are touched, but had 200;"
                        + " touch all first, single rows after it");
        table.clearGradient();
        assertThat(table.allTouched()).isFalse();
        assertThat(table.touchedCount()).isZero();
        assertThat(table.touch(150)).isZero();
        assertThat(table.touched(0)).isEqualTo(150);
        assertThat(table.gradient()[0]).isZero();
        assertThatThrownBy(table::touchAll).hasMessageContaining("but had 1;");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300})
    void gathersTheFirstTouchedRows(int columns) {
        RowTable table = new RowTable("table", 500, columns);
        CentralDifference.fill(table.value(), new SplittableRandom(3));
        int[] rows = new SplittableRandom(4).ints(0, 500).distinct().limit(150).toArray();
        for (int row : rows) {
            table.touchUnfilled(row);
        }
        try (Parallel parallel = new Parallel(2)) {
            float[] out = new float[150 * columns];
            table.gather(out, 140, parallel);
            float[] expected = new float[150 * columns];
            for (int slot = 0; slot < 140; slot++) {
                System.arraycopy(table.value(), rows[slot] * columns, expected, slot * columns, columns);
            }
            assertThat(out).isEqualTo(expected);
            table.clearGradient();
            table.touchAll();
            float[] all = new float[500 * columns];
            table.gather(all, 500, parallel);
            assertThat(all).isEqualTo(table.value());
        }
    }

    @Test
    void hasElements() {
        assertThatThrownBy(() -> new RowTable("table", 3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table table has no elements: 3 × 0");
    }
}
