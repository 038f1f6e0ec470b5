package org.tandemrec.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One figure measured several times. */
final class Samples {
    private final double[] sorted;

    private Samples(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** The figure {@code of} each of {@code parts}, at least one. */
    static <T> Samples of(List<T> parts, ToDoubleFunction<T> of) {
        return new Samples(parts.stream().mapToDouble(of).toArray());
    }

    /** The middle one; of two middle ones their mean. */
    double median() {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The smallest. */
    double min() {
        return sorted[0];
    }

    /** The largest. */
    double max() {
        return sorted[sorted.length - 1];
    }
}
