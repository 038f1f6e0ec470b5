package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;

/** Says in one or two sentences what a report found, from its figures alone. */
public final class Headline {
    private Headline() {}

    /** Returns the sentence; it claims a gain only where the figures show one. */
    public static String of(Report report) {
        Optional<String> candidates = Figures.paperCandidates(report);
        if (candidates.isEmpty()) {
            return "This report holds no figures.";
        }
        List<ResultRecord> ranked = ResultGrid.of(report, candidates.get()).models().stream()
                .flatMap(model -> report.figure(candidates.get(), model, "ndcg", Figures.K).stream())
                .filter(record -> Double.isFinite(record.value()))
                .toList();
        Optional<ResultRecord> fusion = ranked.stream()
                .filter(record -> record.model().equals("ra-lst"))
                .findFirst();
        Optional<ResultRecord> part = ranked.stream()
                .filter(record -> record.model().equals("lfm") || record.model().equals("gru4rec"))
                .max(Comparator.comparingDouble(ResultRecord::value));
        String among = Names.among(candidates.get());
        if (fusion.isPresent() && part.isPresent()) {
            return compare(fusion.get(), part.get(), among) + fullRanking(report, candidates.get());
        }
        return ranked.stream()
                .max(Comparator.comparingDouble(ResultRecord::value))
                .map(best -> Names.model(best.model()) + " reaches " + ndcg(best) + " " + among + ".")
                .orElse("This report holds no NDCG@" + Figures.K + ".");
    }

    /**
     * Returns the two averages over epochs that the paper quotes: NDCG@10 against GRU4Rec's and RMSE against LFM's; empty where
     * the report has no such curves.
     */
    public static Optional<String> averages(Report report) {
        String candidates = Figures.paperCandidates(report).orElse("");
        List<String> parts = new ArrayList<>();
        difference(report, candidates, "ndcg", Figures.K, "gru4rec").ifPresent(parts::add);
        difference(report, candidates, "rmse", null, "lfm").ifPresent(parts::add);
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of("Averaged over the epochs, RA_LST's " + String.join("; its ", parts) + ".");
    }

    private static Optional<String> difference(
            Report report, String candidates, String metric, @Nullable Integer k, String other) {
        OptionalDouble fusion = report.curveMean(candidates, "ra-lst", metric, k);
        OptionalDouble part = report.curveMean(candidates, other, metric, k);
        if (fusion.isEmpty() || part.isEmpty()) {
            return Optional.empty();
        }
        double difference = fusion.getAsDouble() - part.getAsDouble();
        String paper = report.published().isEmpty()
                ? ""
                : " (the paper: " + (metric.equals("ndcg") ? "0.015 above" : "0.116 below") + ")";
        return Optional.of(String.format(
                Locale.ROOT,
                "%s is %.4f %s %s's%s",
                Names.metric(metric, k),
                Math.abs(difference),
                difference < 0 ? "below" : "above",
                Names.model(other),
                paper));
    }

    private static String compare(ResultRecord fusion, ResultRecord part, String among) {
        double gain = fusion.value() - part.value();
        String partName = Names.model(part.model()) + " (" + ResultTable.decimals(part.value()) + ")";
        String start = "RA_LST reaches " + ndcg(fusion) + " " + among;
        String size = String.format(Locale.ROOT, "%.4f", Math.abs(gain));
        if (size.equals("0.0000")) {
            return start + ", as much as its better part, " + partName + ".";
        }
        return start + ", " + size + (gain > 0 ? " above" : " below") + " its better part, " + partName + ".";
    }

    private static String fullRanking(Report report, String shown) {
        return report.candidates().stream()
                .filter(candidates -> !candidates.equals(shown))
                .flatMap(candidates -> report.figure(candidates, "ra-lst", "ndcg", Figures.K).stream())
                .findFirst()
                .map(record -> " " + capitalised(Names.among(record.candidates())) + " it reaches "
                        + ResultTable.decimals(record.value()) + ".")
                .orElse("");
    }

    private static String ndcg(ResultRecord record) {
        return "NDCG@" + record.k() + " " + ResultTable.decimals(record.value());
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
