package org.tandemrec.eval;

import org.tandemrec.split.Split;

/** What metrics make of the first items of one list, and how popular items are for that. Immutable. */
final class TopValues {
    private final Columns columns;
    private final int[] events;
    private final TrainingUsers users;
    private final double[] selfInformation;

    TopValues(Columns columns, Split split, int[] events) {
        this.columns = columns;
        this.events = events;
        this.users = TrainingUsers.of(split.train(), columns.ofTops().contains(Metric.DIVERSITY));
        this.selfInformation = new double[events.length];
        for (int item = 0; item < events.length; item++) {
            selfInformation[item] =
                    events[item] > 0 ? users.selfInformation(item) : 0; // none that is ranked has no event
        }
    }

    /** Writes the columns that the first items fill. */
    void ofTop(TopList top, double[] values) {
        for (Metric metric : columns.ofTops()) {
            double sum = 0;
            int place = 0;
            for (int i = 0; i < columns.cutoffs(); i++) {
                int cut = columns.ascending(i);
                int count = Math.min(columns.cutoff(cut), top.count());
                for (; place < count; place++) {
                    sum += term(metric, top, place);
                }
                values[columns.of(metric, cut)] = mean(metric, sum, count);
            }
        }
    }

    private double term(Metric metric, TopList top, int place) {
        int item = top.item(place);
        return switch (metric) {
            case NOVELTY -> selfInformation[item];
            case AVERAGE_POPULARITY -> events[item];
            case DIVERSITY -> cosines(top, place);
            case HR,
                    RECALL,
                    RECALL_CAPPED,
                    PRECISION,
                    NDCG,
                    NDCG_PER_TARGET,
                    NDCG_GRADED,
                    MRR,
                    MAP,
                    AUC,
                    RMSE,
                    RMSE_RAW,
                    RMSE_RATING,
                    MAE,
                    COVERAGE,
                    GINI -> throw new AssertionError(metric + " has no column of first items");
        };
    }

    private double cosines(TopList top, int place) {
        double sum = 0;
        for (int before = 0; before < place; before++) {
            sum += users.cosine(top.item(before), top.item(place));
        }
        return sum;
    }

    private static double mean(Metric metric, double sum, int count) {
        if (metric == Metric.DIVERSITY) {
            return count < 2 ? 0 : 1 - 2 * sum / ((double) count * (count - 1));
        }
        return count == 0 ? 0 : sum / count;
    }
}
