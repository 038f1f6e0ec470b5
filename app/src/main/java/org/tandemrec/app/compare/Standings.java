package org.tandemrec.app.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.eval.Bootstrap;
import org.tandemrec.eval.Evaluation.Figure;
import org.tandemrec.eval.Holm;
import org.tandemrec.eval.Interval;
import org.tandemrec.eval.Metric;
import org.tandemrec.eval.PairedTest;
import org.tandemrec.eval.Protocol;
import org.tandemrec.eval.UserFigures;

/**
 * How the models of a comparison stand: the mean of every figure over seeds, its interval, and whether the best model is better than each
 * of the others.
 *
 * <p>A user's values are averaged over seeds first. Intervals are bootstrapped over users ({@link Bootstrap}). On every set of candidates
 * the best model by the main measure is compared with each other one by a paired randomisation test over users ({@link PairedTest}), all
 * these comparisons adjusted together ({@link Holm}).
 */
public final class Standings {
    private final List<List<ModelRun>> models;
    private final List<Metric> metrics;
    private final Map<Measure, Map<String, Standing>> standings = new LinkedHashMap<>();

    private Standings(List<List<ModelRun>> models, List<Metric> metrics) {
        this.models = models;
        this.metrics = metrics;
    }

    /**
     * The standings of some models.
     *
     * @param models the runs of every model, one for each seed, all by one protocol and over the same users
     * @param protocol what they were evaluated by; its seed draws resamples and signs
     * @throws IllegalArgumentException if there is no model, or users differ
     */
    public static Standings of(List<List<ModelRun>> models, Protocol protocol, Parallel parallel) {
        Check.argument(!models.isEmpty(), "a comparison needs at least one model");
        Standings found = new Standings(models.stream().map(List::copyOf).toList(), protocol.metrics());
        Map<UserFigures.Key, double[]> perUser = found.perUser();
        found.average(found.intervals(perUser, protocol.seed(), parallel));
        found.candidates().forEach(candidates -> found.test(candidates, perUser, protocol.seed(), parallel));
        return found;
    }

    /** The runs of all models, in the order of the comparison. */
    public List<List<ModelRun>> models() {
        return models;
    }

    /** The sets of candidates, in the order of the protocol. */
    public List<String> candidates() {
        Set<String> names = new LinkedHashSet<>();
        standings.keySet().forEach(measure -> names.add(measure.candidates()));
        return List.copyOf(names);
    }

    /** All measures, by candidates, then by metric and cut-off in the order of the protocol. */
    public List<Measure> measures() {
        return List.copyOf(standings.keySet());
    }

    /** The measures of one set of candidates and of everything that was evaluated, the main one first. */
    public List<Measure> measures(String candidates) {
        return standings.keySet().stream()
                .filter(measure -> measure.isWhole() && measure.candidates().equals(candidates))
                .toList();
    }

    /** The main measure: the first metric that tells better from worse, at its first cut-off; the first one where there is none. */
    public Measure main(String candidates) {
        List<Measure> all = measures(candidates);
        return all.stream()
                .filter(measure -> measure.direction() != Metric.Direction.NEITHER)
                .findFirst()
                .orElse(all.getFirst());
    }

    /** The standing of a model by a measure, if it has one. */
    public Optional<Standing> standing(String model, Measure measure) {
        return Optional.ofNullable(standings.getOrDefault(measure, Map.of()).get(model));
    }

    /** All models by the main measure, the best one first; equal ones in the order of the comparison, those without a figure last. */
    public List<String> ranking(String candidates) {
        Measure main = main(candidates);
        return models.stream()
                .map(runs -> runs.getFirst().model())
                .sorted(Comparator.comparingDouble((String model) -> standing(model, main)
                        .map(standing -> -main.goodness(standing.value()))
                        .orElse(Double.POSITIVE_INFINITY)))
                .toList();
    }

    /** The dense users whose values were averaged, in ascending order. */
    public int[] users() {
        return models.getFirst().getFirst().evaluation().perUser().users();
    }

    /** The values of every user behind a model's figures, averaged over its seeds. */
    public Map<UserFigures.Key, double[]> perUser() {
        Map<UserFigures.Key, double[]> averages = new LinkedHashMap<>();
        for (List<ModelRun> runs : models) {
            for (UserFigures.Key key : runs.getFirst().evaluation().perUser().keys()) {
                if (key.model().equals(runs.getFirst().model())) {
                    averages.put(key, average(runs, key));
                }
            }
        }
        return averages;
    }

    private double[] average(List<ModelRun> runs, UserFigures.Key key) {
        double[] mean = new double[users().length];
        for (ModelRun run : runs) {
            UserFigures values = run.evaluation().perUser();
            Check.argument(
                    Arrays.equals(values.users(), users()),
                    "the users of %s with seed %d must be those of all others, but are not",
                    run.model(),
                    run.seed());
            double[] ofSeed = values.values(key);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += ofSeed[i] / runs.size();
            }
        }
        return mean;
    }

    private static boolean areFinite(double[] values) {
        return values.length > 0 && Arrays.stream(values).allMatch(Double::isFinite);
    }

    private Map<UserFigures.Key, Interval> intervals(
            Map<UserFigures.Key, double[]> perUser, Seed seed, Parallel parallel) {
        List<UserFigures.Key> keys = perUser.entrySet().stream()
                .filter(entry -> areFinite(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        List<double[]> values = keys.stream().map(perUser::get).toList();
        List<Interval> found = Bootstrap.intervals(
                values, Bootstrap.CONFIDENCE, Bootstrap.RESAMPLES, seed.child("bootstrap"), parallel);
        Map<UserFigures.Key, Interval> intervals = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            intervals.put(keys.get(i), found.get(i));
        }
        return intervals;
    }

    private void average(Map<UserFigures.Key, Interval> intervals) {
        for (Measure measure : sorted()) {
            Map<String, Standing> byModel = new LinkedHashMap<>();
            for (List<ModelRun> runs : models) {
                String model = runs.getFirst().model();
                Interval interval = measure.isWhole() ? intervals.get(measure.key(model)) : null;
                standing(runs, measure, interval).ifPresent(standing -> byModel.put(model, standing));
            }
            standings.put(measure, byModel);
        }
    }

    /** Every measure of some model, by candidates, metric and cut-off; those of a slice last. */
    private List<Measure> sorted() {
        Set<Measure> measures = new LinkedHashSet<>();
        for (List<ModelRun> runs : models) {
            runs.getFirst().evaluation().figures().stream()
                    .filter(figure -> figure.model().equals(runs.getFirst().model()))
                    .forEach(figure -> measures.add(Measure.of(figure)));
        }
        List<String> order =
                measures.stream().map(Measure::candidates).distinct().toList();
        return measures.stream()
                .sorted(Comparator.comparing((Measure measure) -> !measure.isWhole())
                        .thenComparingInt(measure -> order.indexOf(measure.candidates()))
                        .thenComparingInt(measure -> metrics.indexOf(Metric.parse(measure.metric()))))
                .toList();
    }

    private static Optional<Standing> standing(List<ModelRun> runs, Measure measure, @Nullable Interval interval) {
        List<Figure> figures = runs.stream()
                .flatMap(run -> run.evaluation().figures().stream()
                        .filter(figure -> figure.model().equals(run.model())
                                && Measure.of(figure).equals(measure)))
                .toList();
        if (figures.size() < runs.size()) {
            return Optional.empty();
        }
        double mean = figures.stream().mapToDouble(Figure::value).sum() / figures.size();
        double squares = figures.stream()
                .mapToDouble(figure -> (figure.value() - mean) * (figure.value() - mean))
                .sum();
        Double deviation = runs.size() < 2 ? null : Math.sqrt(squares / (runs.size() - 1));
        return Optional.of(new Standing(
                runs.getFirst().model(),
                measure,
                mean,
                interval,
                deviation,
                figures.getFirst().n(),
                null,
                null));
    }

    /** Compares the best model by the main measure with all others. */
    private void test(String candidates, Map<UserFigures.Key, double[]> perUser, Seed seed, Parallel parallel) {
        Measure main = main(candidates);
        List<String> ranking = ranking(candidates);
        double @Nullable [] best = perUser.get(main.key(ranking.getFirst()));
        if (main.direction() == Metric.Direction.NEITHER || best == null || !areFinite(best)) {
            return;
        }
        List<String> others = new ArrayList<>();
        List<double[]> ofOthers = new ArrayList<>();
        for (String model : ranking.subList(1, ranking.size())) {
            double @Nullable [] values = perUser.get(main.key(model));
            if (values != null && areFinite(values)) {
                others.add(model);
                ofOthers.add(values);
            }
        }
        double[] randomization = new double[others.size()];
        double[] wilcoxon = new double[others.size()];
        parallel.forEach(others.size(), i -> {
            randomization[i] =
                    PairedTest.randomization(best, ofOthers.get(i), PairedTest.ROUNDS, seed.child("randomization"));
            wilcoxon[i] = PairedTest.wilcoxon(best, ofOthers.get(i));
        });
        double[] byMean = Holm.adjust(randomization);
        double[] byRanks = Holm.adjust(wilcoxon);
        Map<String, Standing> byModel = Objects.requireNonNull(standings.get(main));
        for (int i = 0; i < others.size(); i++) {
            double mean = byMean[i];
            double ranks = byRanks[i];
            byModel.computeIfPresent(others.get(i), (model, standing) -> standing.tested(mean, ranks));
        }
    }
}
