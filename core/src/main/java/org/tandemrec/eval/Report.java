package org.tandemrec.eval;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found, as a value: figures and what is needed to judge them. Rendering it is left to others.
 *
 * @param title what was done, for example {@code RA_LST on ml-1m}
 * @param data facts about the data set, in the order to show
 * @param records the final figures (without epoch) and the points of curves (with one)
 * @param theta the fusion's weight after each epoch
 * @param published figures from the paper to show beside ours; empty where the data set is another one
 * @param provenance how to make the same report again: command, settings, versions, machine
 * @param notes remarks that a reader must know
 */
public record Report(
        String title,
        List<Fact> data,
        List<ResultRecord> records,
        List<ThetaPoint> theta,
        List<Published> published,
        List<Fact> provenance,
        List<String> notes) {
    /** Copies the lists. */
    public Report {
        data = List.copyOf(data);
        records = List.copyOf(records);
        theta = List.copyOf(theta);
        published = List.copyOf(published);
        provenance = List.copyOf(provenance);
        notes = List.copyOf(notes);
    }

    /**
     * One line of a list of facts.
     *
     * @param label what it is
     * @param value what it amounts to, with its unit
     */
    public record Fact(String label, String value) {}

    /**
     * The weight of the short-term part after an epoch.
     *
     * @param epoch from 1
     * @param model which fusion, for example {@code ra-lst}
     * @param theta 1 is the short-term part alone, 0 the long-term part alone
     * @param scale the scale on which the scores meet
     */
    public record ThetaPoint(int epoch, String model, double theta, String scale) {}

    /**
     * A figure from the paper.
     *
     * @param model the model's name
     * @param metric the metric's name
     * @param k the cut-off of a ranking metric
     * @param value the figure
     */
    public record Published(
            String model, String metric, @Nullable Integer k, double value) {
        /** The paper's table 1, the rows on MovieLens-1M. */
        public static final List<Published> MOVIELENS_1M = List.of(
                new Published("lfm", "ndcg", 10, 0.3669),
                new Published("gru4rec", "ndcg", 10, 0.4346),
                new Published("ra-lst", "ndcg", 10, 0.4501),
                new Published("lfm", "rmse", null, 0.3029),
                new Published("gru4rec", "rmse", null, 0.6352),
                new Published("ra-lst", "rmse", null, 0.1867));
    }

    /** The candidate sets that there are final figures for, in their order. */
    public List<String> candidates() {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        records.stream().filter(record -> record.epoch() == null).forEach(record -> names.add(record.candidates()));
        return List.copyOf(names);
    }

    /** The slices of a candidate set that there are final figures for, in their order. */
    public List<String> slices(String candidates) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        for (ResultRecord record : records) {
            if (record.slice() != null
                    && record.epoch() == null
                    && record.candidates().equals(candidates)) {
                names.add(record.slice());
            }
        }
        return List.copyOf(names);
    }

    /** The final figure of a model on a slice, if there is one. */
    public Optional<ResultRecord> figure(
            String candidates, String model, String metric, @Nullable Integer k, String slice) {
        return records.stream()
                .filter(record -> record.epoch() == null
                        && slice.equals(record.slice())
                        && isOf(record, candidates, model, metric, k))
                .findFirst();
    }

    /** The final figure of a model on all that was evaluated, if there is one. */
    public Optional<ResultRecord> figure(String candidates, String model, String metric, @Nullable Integer k) {
        return records.stream()
                .filter(record -> record.epoch() == null && is(record, candidates, model, metric, k))
                .findFirst();
    }

    /** The course over the epochs of a figure of all that was evaluated, in their order; empty if there is none. */
    public List<ResultRecord> curve(String candidates, String model, String metric, @Nullable Integer k) {
        return records.stream()
                .filter(record -> record.epoch() != null && is(record, candidates, model, metric, k))
                .sorted(Comparator.comparingInt(record -> Objects.requireNonNull(record.epoch())))
                .toList();
    }

    /** The mean of a curve over its epochs, as the paper quotes it; empty if there is no curve. */
    public OptionalDouble curveMean(String candidates, String model, String metric, @Nullable Integer k) {
        return curve(candidates, model, metric, k).stream()
                .mapToDouble(ResultRecord::value)
                .average();
    }

    /** The figure that the paper gives, if it does. */
    public Optional<Published> published(String model, String metric, @Nullable Integer k) {
        return published.stream()
                .filter(figure ->
                        figure.model().equals(model) && figure.metric().equals(metric) && Objects.equals(figure.k(), k))
                .findFirst();
    }

    private static boolean is(
            ResultRecord record, String candidates, String model, String metric, @Nullable Integer k) {
        return record.slice() == null && isOf(record, candidates, model, metric, k);
    }

    private static boolean isOf(
            ResultRecord record, String candidates, String model, String metric, @Nullable Integer k) {
        return record.candidates().equals(candidates)
                && record.model().equals(model)
                && record.metric().equals(metric)
                && Objects.equals(record.k(), k);
    }
}
