package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;

class ItemEmbeddingTest {
    private static final int D = 4;

    private final SplittableRandom random = new SplittableRandom(8);
    private final RowTable items = table("items", 6);
    private final RowTable gaps = table("gaps", LogBuckets.COUNT);
    private final RowTable positions = table("positions", LogBuckets.COUNT);

    private RowTable table(String name, int rows) {
        RowTable table = new RowTable(name, rows, D);
        CentralDifference.fill(table.value(), random);
        return table;
    }

    @ParameterizedTest
    @CsvSource({"false,false,false", "true,false,false", "true,true,true", "false,true,true", "true,false,true"})
    void gradientsOfEveryTable(boolean tanh, boolean withGaps, boolean withPositions) {
        ItemEmbedding embedding =
                new ItemEmbedding(items, withGaps ? gaps : null, withPositions ? positions : null, tanh);
        assertThat(embedding.ofItemAlone()).isEqualTo(!withGaps && !withPositions);
        ItemEmbedding.Events events =
                new ItemEmbedding.Events(new int[] {3, 5, 3}, new int[] {0, 7, 7}, new int[] {1, 2, 2});
        float[] dx = CentralDifference.draw(3 * D, random);
        double[][] tables = {
            CentralDifference.doubles(items.value()),
            CentralDifference.doubles(gaps.value()),
            CentralDifference.doubles(positions.value())
        };
        DoubleSupplier weighted = () -> {
            double sum = 0;
            for (int i = 0; i < 3 * D; i++) {
                int row = i / D;
                double x = tables[0][events.items()[row] * D + i % D];
                x += withGaps ? tables[1][events.gaps()[row] * D + i % D] : 0;
                x += withPositions ? tables[2][events.positions()[row] * D + i % D] : 0;
                sum += dx[i] * (tanh ? Math.tanh(x) : x);
            }
            return sum;
        };
        float[] x = new float[3 * D];
        embedding.forward(events, 3, x, Parallel.sequential());
        double sum = 0;
        for (int i = 0; i < 3 * D; i++) {
            sum += dx[i] * x[i];
        }
        assertThat(sum).isCloseTo(weighted.getAsDouble(), within(1e-5));
        embedding.backward(events, 3, x, dx.clone(), Parallel.sequential());
        assertGradient(items, tables[0], weighted);
        assertGradient(gaps, tables[1], weighted);
        assertGradient(positions, tables[2], weighted);
    }

    private static void assertGradient(RowTable table, double[] at, DoubleSupplier function) {
        float[] dense = new float[table.rows() * D];
        for (int slot = 0; slot < table.touchedCount(); slot++) {
            System.arraycopy(table.gradient(), slot * D, dense, table.touched(slot) * D, D);
        }
        assertThat(CentralDifference.doubles(dense))
                .as(table.name())
                .containsExactly(CentralDifference.of(at, function), within(1e-5));
    }
}
