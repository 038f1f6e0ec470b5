package org.tandemrec.eval;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found.
 *
 * @param figures all figures
 * @param shortLists how many targets had fewer unseen candidates than the sampled negatives asked for
 */
public record Evaluation(List<Figure> figures, int shortLists) {
    /** The targets of all protocols so far: each test interaction in turn. */
    private static final String TARGETS = "successive";

    /**
     * One figure.
     *
     * @param candidates the rule's text
     * @param model the contender's name
     * @param metric the metric's name
     * @param k the cut-off, null where there is none
     * @param value the figure
     * @param n what it is a mean over
     */
    public record Figure(
            String candidates,
            String model,
            String metric,
            @Nullable Integer k,
            double value,
            int n) {}

    /** Copies the list. */
    public Evaluation {
        figures = List.copyOf(figures);
    }

    /**
     * The value of a figure; of several cut-offs, the first one's.
     *
     * @throws IllegalArgumentException if there is none
     */
    public double value(String candidates, String model, String metric) {
        return first(candidates, model, metric, f -> true, metric);
    }

    /** The value of a ranking figure at a cut-off; errors as for {@link #value(String, String, String)}. */
    public double value(String candidates, String model, String metric, int k) {
        return first(candidates, model, metric, f -> Objects.equals(f.k(), k), metric + "@" + k);
    }

    private double first(String candidates, String model, String metric, Predicate<Figure> rest, String shown) {
        return figures.stream()
                .filter(f -> f.candidates().equals(candidates)
                        && f.model().equals(model)
                        && f.metric().equals(metric)
                        && rest.test(f))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "no figure %s of %s among %s; there are those of %s among %s",
                        shown, model, candidates, names(Figure::model), names(Figure::candidates))))
                .value();
    }

    private String names(Function<Figure, String> name) {
        return figures.stream().map(name).distinct().collect(Collectors.joining(", "));
    }

    /**
     * The figures as lines of {@code results.json}.
     *
     * @param epoch the epoch of a curve's points; null for final figures
     * @param trainSeconds how long each model took to train, where that is known
     */
    public List<ResultRecord> records(
            String dataset, String split, long seed, @Nullable Integer epoch, Map<String, Double> trainSeconds) {
        return figures.stream()
                .map(f -> new ResultRecord(
                        dataset,
                        split,
                        TARGETS,
                        f.candidates(),
                        f.model(),
                        f.metric(),
                        f.k(),
                        f.value(),
                        null,
                        null,
                        f.n(),
                        epoch,
                        seed,
                        trainSeconds.get(f.model())))
                .toList();
    }
}
