package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixVectorTest {
    private static final double ULP = 0x1p-23;

    static Stream<Arguments> cases() {
        int[] sizes = {1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127};
        return Stream.of(new ScalarKernels(), Backends.kernels("vector"))
                .flatMap(kernels -> Stream.of(0, 1, 3, 4, 5, 8, 11)
                        .flatMap(rows ->
                                Arrays.stream(sizes).mapToObj(columns -> Arguments.of(kernels, rows, columns))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyElementIsTheProductOfARow(Kernels kernels, int rows, int columns) {
        Range a = Range.random(rows * columns, 3, "matrix");
        Range x = Range.random(columns, 5, "vector");
        Range y = Range.of(rows, 7);
        kernels.matrixVector(a.array, a.offset, rows, columns, x.array, x.offset, y.array, y.offset);
        for (int row = 0; row < rows; row++) {
            double expected = 0;
            double absolute = 0;
            for (int i = 0; i < columns; i++) {
                double term = (double) a.get(row * columns + i) * x.get(i);
                expected += term;
                absolute += Math.abs(term);
            }
            assertThat((double) y.get(row)).isCloseTo(expected, within(absolute * (columns + 1) * ULP));
        }
        y.assertGuards();
    }
}
