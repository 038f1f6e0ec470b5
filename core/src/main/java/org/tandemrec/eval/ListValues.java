package org.tandemrec.eval;

/** What metrics make of one list's ranks. Immutable. */
final class ListValues {
    private final Columns columns;
    private final double[] discount;

    /**
     * Values for columns.
     *
     * @param most the most targets that a list has
     */
    ListValues(Columns columns, int most) {
        this.columns = columns;
        this.discount = new double[most];
        for (int place = 0; place < most; place++) {
            discount[place] = Ndcg.discount(place + 1);
        }
    }

    /** Writes the columns that ranks fill. */
    void ofRanks(Places places, double[] values) {
        for (int cut = 0; cut < columns.cutoffs(); cut++) {
            int k = columns.cutoff(cut);
            int within = places.within(k);
            for (Metric metric : columns.ofRanks()) {
                if (metric.hasCutoff()) {
                    values[columns.of(metric, cut)] = value(metric, places, within, k);
                }
            }
        }
        if (columns.ofRanks().contains(Metric.AUC)) {
            values[columns.of(Metric.AUC, 0)] = places.rightPairs();
        }
    }

    private double value(Metric metric, Places places, int within, int k) {
        int relevant = places.relevantCount();
        return switch (metric) {
            case HR -> within > 0 ? 1 : 0;
            case RECALL -> (double) within / relevant;
            case RECALL_CAPPED -> (double) within / Math.min(k, relevant);
            case PRECISION -> (double) within / k;
            case NDCG -> dcg(places, within) / ideal(Math.min(k, relevant));
            case NDCG_GRADED -> graded(places, within, Math.min(k, relevant));
            case MRR -> within > 0 ? 1 / places.rank(0) : 0;
            case MAP -> averagePrecision(places, within) / Math.min(k, relevant);
            case NDCG_PER_TARGET,
                    AUC,
                    RMSE,
                    RMSE_RAW,
                    RMSE_RATING,
                    MAE,
                    COVERAGE,
                    GINI,
                    NOVELTY,
                    AVERAGE_POPULARITY,
                    DIVERSITY -> throw new AssertionError(metric + " has no column of ranks at a cut-off");
        };
    }

    private static double dcg(Places places, int within) {
        double sum = 0;
        for (int place = 0; place < within; place++) {
            sum += Ndcg.discount(places.rank(place));
        }
        return sum;
    }

    private double ideal(int count) {
        double sum = 0;
        for (int place = 0; place < count; place++) {
            sum += discount[place];
        }
        return sum;
    }

    private double graded(Places places, int within, int count) {
        double ideal = 0;
        for (int place = 0; place < count; place++) {
            ideal += places.idealGain(place) * discount[place];
        }
        double sum = 0;
        for (int place = 0; place < within; place++) {
            sum += places.gain(place) * Ndcg.discount(places.rank(place));
        }
        return ideal == 0 ? 0 : sum / ideal;
    }

    private static double averagePrecision(Places places, int within) {
        double sum = 0;
        for (int place = 0; place < within; place++) {
            sum += (place + 1) / places.rank(place);
        }
        return sum;
    }
}
