package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A column for each metric and cut-off of a protocol whose values are summed up list by list. Immutable. */
final class Columns {
    private final int[] cutoffs;
    private final int[] ascending;
    private final List<Metric> ofRanks = new ArrayList<>();
    private final List<Metric> ofTops = new ArrayList<>();
    private final Map<Metric, Integer> first = new EnumMap<>(Metric.class);
    private int size;

    Columns(Protocol protocol) {
        this.cutoffs = protocol.cutoffs().stream().mapToInt(Integer::intValue).toArray();
        this.ascending = IntStream.range(0, cutoffs.length)
                .boxed()
                .sorted(Comparator.comparingInt(cut -> cutoffs[cut]))
                .mapToInt(Integer::intValue)
                .toArray();
        protocol.metrics().forEach(this::add);
    }

    private void add(Metric asked) {
        Metric metric = asked == Metric.NDCG_PER_TARGET ? Metric.NDCG : asked; // another mean of the same values
        boolean top = metric.scope() == Metric.Scope.TOP_LISTS;
        if (!first.containsKey(metric) && (metric.scope() == Metric.Scope.USERS || top)) {
            first.put(metric, size);
            size += metric.hasCutoff() ? cutoffs.length : 1;
            (top ? ofTops : ofRanks).add(metric);
        }
        if (first.containsKey(metric)) {
            first.put(asked, columnOf(metric));
        }
    }

    private int columnOf(Metric metric) {
        return Objects.requireNonNull(first.get(metric));
    }

    /** The number of columns. */
    int size() {
        return size;
    }

    /** The column of a metric at the cut-off of a place, 0 for metrics without cut-offs. */
    int of(Metric metric, int cut) {
        return columnOf(metric) + cut;
    }

    /** The number of cut-offs. */
    int cutoffs() {
        return cutoffs.length;
    }

    /** The cut-off of a place. */
    int cutoff(int cut) {
        return cutoffs[cut];
    }

    /** The place of the {@code index}-th cut-off in ascending order. */
    int ascending(int index) {
        return ascending[index];
    }

    /** The metrics that ranks fill the columns of. */
    List<Metric> ofRanks() {
        return ofRanks;
    }

    /** The metrics that the first items of a ranking fill the columns of. */
    List<Metric> ofTops() {
        return ofTops;
    }
}
