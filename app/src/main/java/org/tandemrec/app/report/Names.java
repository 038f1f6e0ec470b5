package org.tandemrec.app.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Contender;
import org.tandemrec.eval.Metric;

/** What people read in place of the names that records carry, and the order in which things are shown. */
final class Names {
    private static final Map<String, String> MODELS = models();
    private static final List<String> METRICS = List.of(
            "ndcg",
            "ndcg-per-target",
            "ndcg-graded",
            "hr",
            "recall",
            "recall-capped",
            "precision",
            "mrr",
            "map",
            "auc",
            "coverage",
            "gini",
            "novelty",
            "average-popularity",
            "diversity",
            "rmse",
            "rmse-raw",
            "rmse-rating",
            "mae");

    private Names() {}

    /** Display names by the names of records, in the order in which models are shown. */
    private static Map<String, String> models() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("popularity", "Popularity");
        names.put("recent-popularity", "Recent popularity");
        names.put("item-knn", "Item KNN");
        names.put("session-knn", "Session KNN");
        names.put("lfm", "LFM");
        names.put("als", "ALS");
        names.put("ease", "EASE");
        names.put("fpmc", "FPMC");
        names.put("neumf", "NeuMF");
        names.put("gru4rec", "GRU4Rec");
        names.put("sasrec", "SASRec");
        names.put("mr-tdssm", "MR-TDSSM");
        names.put("sdm", "SDM");
        names.put("ra-lst", "RA_LST");
        names.put("ra-lst-squared", "RA_LST squared");
        names.put("best-constant", "Best constant");
        return names;
    }

    static String model(String name) {
        return isShuffled(name) ? model(inOrder(name)) + Contender.SHUFFLED : MODELS.getOrDefault(name, name);
    }

    static String metric(String name, @Nullable Integer k) {
        String label = switch (name) {
            case "ndcg", "ndcg-per-target" -> "NDCG";
            case "ndcg-graded" -> "Graded NDCG";
            case "hr" -> "HR";
            case "recall" -> "Recall";
            case "recall-capped" -> "Capped recall";
            case "precision" -> "Precision";
            case "mrr" -> "MRR";
            case "map" -> "MAP";
            case "auc" -> "AUC";
            case "coverage" -> "Coverage";
            case "gini" -> "Gini";
            case "novelty" -> "Novelty";
            case "average-popularity" -> "Popularity";
            case "diversity" -> "Diversity";
            case "rmse" -> "RMSE";
            case "rmse-raw" -> "RMSE raw";
            case "rmse-rating" -> "RMSE of ratings";
            case "mae" -> "MAE of ratings";
            default -> name;
        };
        String cut = k == null ? label : label + "@" + k;
        return name.equals("ndcg-per-target") ? cut + " per target" : cut;
    }

    /** Which value of a metric is better. */
    static Metric.Direction direction(String metric) {
        return Arrays.stream(Metric.values())
                .filter(each -> each.toString().equals(metric))
                .map(Metric::direction)
                .findFirst()
                .orElse(Metric.Direction.NEITHER);
    }

    /** What a candidate set is, as the end of a sentence: {@code among 100 sampled items}. */
    static String among(String candidates) {
        String count = candidates.replaceAll("\\D", "");
        return switch (candidates.replaceAll("\\(\\d+\\)$", "()")) {
            case "sampled-uniform()" -> "among " + count + " sampled items";
            case "sampled-popularity()" -> "among " + count + " items sampled by popularity";
            case "full-unseen" -> "among all unseen items";
            case "full" -> "among all items";
            default -> "among " + candidates;
        };
    }

    /** What a candidate set is, as a heading. Predicted ratings are not ranked among anything. */
    static String heading(String candidates) {
        return candidates.equals("rated") ? "Ratings of the targets" : "Ranked " + among(candidates);
    }

    /** The place of a model; on shuffled histories it has the same one. */
    static int modelOrder(String name) {
        int index = List.copyOf(MODELS.keySet()).indexOf(inOrder(name));
        return index < 0 ? MODELS.size() : index;
    }

    private static boolean isShuffled(String name) {
        return name.endsWith(Contender.SHUFFLED);
    }

    /** The name of the same model on histories in their true order. */
    private static String inOrder(String name) {
        return isShuffled(name) ? name.substring(0, name.length() - Contender.SHUFFLED.length()) : name;
    }

    static int metricOrder(String name) {
        int index = METRICS.indexOf(name);
        return index < 0 ? METRICS.size() : index;
    }
}
