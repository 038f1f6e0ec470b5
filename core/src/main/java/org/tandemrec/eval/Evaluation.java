package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.split.TargetRule;

/**
 * What an evaluation found.
 *
 * @param targets what was predicted
 * @param figures all figures
 * @param perUser the values of every user behind the figures that are means over users, those of slices excepted
 * @param ties how many targets shared their score with a rival, for each rule and contender
 * @param shortLists for how many lists fewer unseen candidates were found than the sampled negatives asked for
 */
public record Evaluation(
        TargetRule targets, List<Figure> figures, UserFigures perUser, List<Ties> ties, int shortLists) {
    /**
     * One figure.
     *
     * @param candidates the rule's text
     * @param model the contender's name
     * @param metric the metric's name
     * @param k the cut-off, null where there is none
     * @param slice the part of what was evaluated, for example {@code activity:low}; null for all of it
     * @param value the figure
     * @param n what it is a mean over
     */
    public record Figure(
            String candidates,
            String model,
            String metric,
            @Nullable Integer k,
            @Nullable String slice,
            double value,
            int n) {
        /** A figure of all that was evaluated. */
        public Figure(String candidates, String model, String metric, @Nullable Integer k, double value, int n) {
            this(candidates, model, metric, k, null, value, n);
        }

        /** Where {@link UserFigures} has the values of users behind it, if it is a mean over users of all that was evaluated. */
        public UserFigures.Key key() {
            return new UserFigures.Key(candidates, model, metric, k);
        }
    }

    /**
     * How many targets shared their score with a rival.
     *
     * @param candidates the rule's text
     * @param model the contender's name
     * @param tied those that did
     * @param targets the targets that are candidates
     */
    public record Ties(String candidates, String model, int tied, int targets) {
        /** Whether they are too many for a model whose scores tell items apart: more than one in a hundred. */
        public boolean areMany() {
            return 100L * tied > targets;
        }
    }

    /** Copies the lists. */
    public Evaluation {
        figures = List.copyOf(figures);
        ties = List.copyOf(ties);
    }

    /**
     * Returns this evaluation with another one of the same lists by other contenders behind it, for example on shuffled histories. A
     * figure of no contender, {@code best-constant}, stays once.
     *
     * @throws IllegalArgumentException if the other one is of other targets or users, or has a contender of a name that this one has
     */
    public Evaluation with(Evaluation other) {
        Check.argument(
                targets == other.targets && shortLists == other.shortLists,
                "evaluations of different lists do not go together: of %s and %s targets, %d and %d of them short",
                targets,
                other.targets,
                shortLists,
                other.shortLists);
        Set<String> names = ties.stream().map(Ties::model).collect(Collectors.toSet());
        other.ties.forEach(each -> Check.argument(
                !names.contains(each.model()),
                "both evaluations have a contender \"%s\"; give each one a name of its own",
                each.model()));
        Set<Figure> all = new LinkedHashSet<>(figures);
        all.addAll(other.figures);
        List<Ties> allTies = new ArrayList<>(ties);
        allTies.addAll(other.ties);
        return new Evaluation(targets, List.copyOf(all), perUser.with(other.perUser), allTies, shortLists);
    }

    /**
     * The value of a figure of all that was evaluated; of several cut-offs, the first one's.
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
                .filter(f -> f.slice() == null
                        && f.candidates().equals(candidates)
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
     * The figures as lines of {@code results.json}, without intervals.
     *
     * @param epoch the epoch of a curve's points; null for final figures
     * @param trainSeconds how long each model took to train, where that is known
     */
    public List<ResultRecord> records(
            String dataset, String split, long seed, @Nullable Integer epoch, Map<String, Double> trainSeconds) {
        return records(dataset, split, seed, epoch, trainSeconds, Map.of());
    }

    /**
     * The figures as lines of {@code results.json}.
     *
     * @param epoch the epoch of a curve's points; null for final figures
     * @param trainSeconds how long each model took to train, where that is known
     * @param intervals those of {@link UserFigures#intervals}
     */
    public List<ResultRecord> records(
            String dataset,
            String split,
            long seed,
            @Nullable Integer epoch,
            Map<String, Double> trainSeconds,
            Map<UserFigures.Key, Interval> intervals) {
        return figures.stream()
                .map(f -> {
                    Interval interval = f.slice() == null ? intervals.get(f.key()) : null;
                    return new ResultRecord(
                            dataset,
                            split,
                            targets.toString(),
                            f.candidates(),
                            f.model(),
                            f.metric(),
                            f.k(),
                            f.slice(),
                            f.value(),
                            interval == null ? null : interval.low(),
                            interval == null ? null : interval.high(),
                            f.n(),
                            epoch,
                            seed,
                            trainSeconds.get(f.model()));
                })
                .toList();
    }
}
