package org.tandemrec.app.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Metric;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;

/**
 * The final figures on one candidate set as rows (models) and columns (metrics), from which both tables are drawn.
 *
 * @param report where they come from
 * @param candidates the candidate set
 * @param models the rows
 * @param columns the columns
 */
record ResultGrid(Report report, String candidates, List<String> models, List<Column> columns) {
    /** A metric at a cut-off. */
    record Column(String metric, @Nullable Integer k) {
        String label() {
            return Names.metric(metric, k);
        }
    }

    static ResultGrid of(Report report, String candidates) {
        List<ResultRecord> records = report.records().stream()
                .filter(record -> record.epoch() == null
                        && record.slice() == null
                        && record.candidates().equals(candidates))
                .toList();
        List<String> models = records.stream()
                .map(ResultRecord::model)
                .distinct()
                .sorted(Comparator.comparingInt(Names::modelOrder))
                .toList();
        List<Column> columns = records.stream()
                .map(record -> new Column(record.metric(), record.k()))
                .distinct()
                .sorted(Comparator.comparingInt((Column column) -> Names.metricOrder(column.metric()))
                        .thenComparingInt(column -> column.k() == null ? 0 : column.k()))
                .toList();
        return new ResultGrid(report, candidates, models, columns);
    }

    Optional<ResultRecord> figure(String model, Column column) {
        return report.figure(candidates, model, column.metric(), column.k());
    }

    OptionalDouble published(String model, Column column) {
        return report.published(model, column.metric(), column.k()).stream()
                .mapToDouble(Report.Published::value)
                .findFirst();
    }

    /** Whether the paper gives a figure in this column. It ranks among sampled items, so only those are comparable. */
    boolean hasPublished(Column column) {
        return candidates.startsWith("sampled")
                && models.stream().anyMatch(model -> published(model, column).isPresent());
    }

    /** Whether no model's finite figure in the column is better than this one's; never where no value is better than another. */
    boolean isBest(String model, Column column) {
        if (Names.direction(column.metric()) == Metric.Direction.NEITHER) {
            return false;
        }
        OptionalDouble best = models.stream()
                .flatMap(other -> figure(other, column).stream())
                .mapToDouble(record -> goodness(record.value(), column))
                .filter(Double::isFinite)
                .max();
        return best.isPresent()
                && figure(model, column)
                        .filter(record -> goodness(record.value(), column) == best.getAsDouble())
                        .isPresent();
    }

    private static double goodness(double value, Column column) {
        return Names.direction(column.metric()) == Metric.Direction.LOWER ? -value : value;
    }
}
