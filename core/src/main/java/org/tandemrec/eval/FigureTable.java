package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** Turns sums into figures. Sums of users are added up in the order of users, so a figure has the same bits for any number of threads. */
final class FigureTable {
    private final Measurement sums;
    private final List<Evaluation.Figure> figures = new ArrayList<>();
    private final Map<UserFigures.Key, double[]> perUser = new LinkedHashMap<>();

    private FigureTable(Measurement sums) {
        this.sums = sums;
    }

    static Evaluation of(Measurement sums) {
        FigureTable table = new FigureTable(sums);
        for (Slices.Slice slice : sums.slices.all()) {
            for (int rule = 0; rule < sums.sums.length; rule++) {
                for (int c = 0; c < sums.contenders.size(); c++) {
                    table.addMeans(slice, rule, c);
                }
                if (sums.counts.entries[rule].length > 0) {
                    table.addErrors(slice, rule);
                }
            }
            table.addRatings(slice);
        }
        return new Evaluation(
                sums.protocol.targets(),
                table.figures,
                new UserFigures(sums.users, table.perUser),
                table.ties(),
                sums.shortLists.intValue());
    }

    private List<Evaluation.Ties> ties() {
        List<Evaluation.Ties> ties = new ArrayList<>();
        for (int rule = 0; rule < sums.tied.length; rule++) {
            for (int c = 0; c < sums.contenders.size(); c++) {
                ties.add(new Evaluation.Ties(
                        text(rule),
                        sums.contenders.get(c).name(),
                        sums.tied[rule][c].intValue(),
                        sums.ranked.intValue()));
            }
        }
        return ties;
    }

    private String text(int rule) {
        return sums.protocol.candidates().get(rule).toString();
    }

    private void addMeans(Slices.Slice slice, int rule, int contender) {
        List<Integer> cutoffs = sums.protocol.cutoffs();
        for (int cut = 0; cut < cutoffs.size(); cut++) {
            for (Metric metric : sums.protocol.metrics()) {
                if (metric.hasCutoff()) {
                    addMean(slice, rule, contender, metric, cut, cutoffs.get(cut));
                }
            }
        }
        for (Metric metric : sums.protocol.metrics()) {
            if (!metric.hasCutoff()) {
                addMean(slice, rule, contender, metric, 0, null);
            }
        }
    }

    private void addMean(Slices.Slice slice, int rule, int contender, Metric metric, int cut, @Nullable Integer k) {
        boolean ranksAll = !sums.protocol.candidates().get(rule).isSampled();
        switch (metric.scope()) {
            case USERS -> addMeanOfUsers(slice, rule, contender, metric, cut, k);
            case TOP_LISTS -> {
                if (ranksAll) {
                    addMeanOfUsers(slice, rule, contender, metric, cut, k);
                }
            }
            case LISTS -> {
                double[] values = values(slice, rule, contender, metric, cut);
                int lists = sum(slice, sums.counts.lists[slice.bin()]);
                add(slice, text(rule), contender, metric, k, sum(slice, values) / lists, lists);
            }
            case TOP_ITEMS -> {
                if (ranksAll && slice.name() == null) {
                    addOfItems(slice, rule, contender, metric, cut, k);
                }
            }
            case ENTRIES, RATINGS -> {} // no means of ranks
        }
    }

    private double[] values(Slices.Slice slice, int rule, int contender, Metric metric, int cut) {
        return sums.sums[rule][contender][slice.bin()].values(sums.columns.of(metric, cut));
    }

    private void addMeanOfUsers(
            Slices.Slice slice, int rule, int contender, Metric metric, int cut, @Nullable Integer k) {
        double[] means = values(slice, rule, contender, metric, cut).clone();
        int[] lists = sums.counts.lists[slice.bin()];
        int users = 0;
        for (int user = 0; user < means.length; user++) {
            boolean counts = lists[user] > 0 && sums.slices.isIn(slice, user);
            means[user] = counts ? means[user] / lists[user] : 0;
            users += counts ? 1 : 0;
        }
        add(slice, text(rule), contender, metric, k, sum(slice, means) / users, users);
        if (slice.name() == null) {
            String model = sums.contenders.get(contender).name();
            perUser.put(new UserFigures.Key(text(rule), model, metric.toString(), k), means);
        }
    }

    private void addOfItems(Slices.Slice slice, int rule, int contender, Metric metric, int cut, @Nullable Integer k) {
        int[] counts = new int[sums.candidates.size()];
        AtomicIntegerArray[] steps = sums.topCounts[rule][contender];
        for (int i = 0; i < steps.length; i++) {
            for (int place = 0; place < counts.length; place++) {
                counts[place] += steps[i].get(sums.candidates.item(place));
            }
            if (sums.columns.ascending(i) == cut) {
                break;
            }
        }
        double value = metric == Metric.COVERAGE ? CountShares.coverage(counts) : CountShares.gini(counts);
        add(slice, text(rule), contender, metric, k, value, counts.length);
    }

    private void addErrors(Slices.Slice slice, int rule) {
        int total = sum(slice, sums.counts.entries[rule][slice.bin()]);
        for (int c = 0; c < sums.contenders.size(); c++) {
            Sums errors = sums.sums[rule][c][slice.bin()];
            for (Metric metric : sums.protocol.metrics()) {
                if (metric == Metric.RMSE && sums.contenders.get(c).calibration() != null) {
                    add(slice, text(rule), c, metric, null, root(slice, errors.squaredError(), total), total);
                } else if (metric == Metric.RMSE_RAW) {
                    add(slice, text(rule), c, metric, null, root(slice, errors.rawSquaredError(), total), total);
                }
            }
        }
        double share = (double) sum(slice, sums.counts.relevant[slice.bin()]) / total;
        add(slice, text(rule), Measurement.BEST_CONSTANT, Metric.RMSE, null, Math.sqrt(share * (1 - share)), total);
    }

    private void addRatings(Slices.Slice slice) {
        int targets = sum(slice, sums.counts.ratings[slice.bin()]);
        for (int c = 0; c < sums.contenders.size(); c++) {
            for (Metric metric : sums.protocol.metrics()) {
                if (sums.ratingErrors[c].length == 0 || metric.scope() != Metric.Scope.RATINGS) {
                    continue;
                }
                RatingErrors errors = sums.ratingErrors[c][slice.bin()];
                double value = metric == Metric.MAE
                        ? sum(slice, errors.absolute) / targets
                        : root(slice, errors.squared, targets);
                add(slice, "rated", c, metric, null, value, targets);
            }
        }
    }

    private void add(
            Slices.Slice slice,
            String candidates,
            int contender,
            Metric metric,
            @Nullable Integer k,
            double value,
            int n) {
        add(slice, candidates, sums.contenders.get(contender).name(), metric, k, value, n);
    }

    /** Adds a figure, but none of nothing. */
    private void add(
            Slices.Slice slice,
            String candidates,
            String model,
            Metric metric,
            @Nullable Integer k,
            double value,
            int n) {
        if (n > 0) {
            figures.add(new Evaluation.Figure(candidates, model, metric.toString(), k, slice.name(), value, n));
        }
    }

    /** √(Σ / n) of sums by user (paper, eq 12). */
    private double root(Slices.Slice slice, double[] squared, int n) {
        return Math.sqrt(sum(slice, squared) / n);
    }

    private double sum(Slices.Slice slice, double[] ofUsers) {
        double sum = 0;
        for (int user = 0; user < ofUsers.length; user++) {
            sum += sums.slices.isIn(slice, user) ? ofUsers[user] : 0;
        }
        return sum;
    }

    private int sum(Slices.Slice slice, int[] ofUsers) {
        int sum = 0;
        for (int user = 0; user < ofUsers.length; user++) {
            sum += sums.slices.isIn(slice, user) ? ofUsers[user] : 0;
        }
        return sum;
    }
}
