package org.tandemrec.app.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people read in place of the names that records carry, and the order in which things are shown. */
final class Names {
    private static final List<String> MODELS =
            List.of("lfm", "als", "gru4rec", "ra-lst", "ra-lst-squared", "best-constant");
    private static final List<String> METRICS =
            List.of("ndcg", "ndcg-per-target", "hr", "rmse", "rmse-raw", "rmse-rating");

    private Names() {}

    static String model(String name) {
        return switch (name) {
            case "lfm" -> "LFM";
            case "als" -> "ALS";
            case "gru4rec" -> "GRU4Rec";
            case "ra-lst" -> "RA_LST";
            case "ra-lst-squared" -> "RA_LST squared";
            case "best-constant" -> "Best constant";
            default -> name;
        };
    }

    static String metric(String name, @Nullable Integer k) {
        String label = switch (name) {
            case "ndcg", "ndcg-per-target" -> "NDCG";
            case "hr" -> "HR";
            case "rmse" -> "RMSE";
            case "rmse-raw" -> "RMSE raw";
            case "rmse-rating" -> "RMSE of ratings";
            default -> name;
        };
        String cut = k == null ? label : label + "@" + k;
        return name.equals("ndcg-per-target") ? cut + " per target" : cut;
    }

    static boolean lowerIsBetter(String metric) {
        return metric.startsWith("rmse");
    }

    /** What a candidate set is, as the end of a sentence: {@code among 100 sampled items}. */
    static String among(String candidates) {
        if (candidates.matches("sampled-uniform\\(\\d+\\)")) {
            return "among " + candidates.replaceAll("\\D", "") + " sampled items";
        }
        return candidates.equals("full-unseen") ? "among all unseen items" : "among " + candidates;
    }

    /** What a candidate set is, as a heading. Predicted ratings are not ranked among anything. */
    static String heading(String candidates) {
        return candidates.equals("rated") ? "Ratings of the targets" : "Ranked " + among(candidates);
    }

    static int modelOrder(String name) {
        int index = MODELS.indexOf(name);
        return index < 0 ? MODELS.size() : index;
    }

    static int metricOrder(String name) {
        int index = METRICS.indexOf(name);
        return index < 0 ? METRICS.size() : index;
    }

    /** The colour and the marker of a model: the same in every figure. */
    static int colour(String model) {
        return modelOrder(model);
    }
}
