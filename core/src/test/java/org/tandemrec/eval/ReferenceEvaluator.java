package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.SampledNegatives;
import org.tandemrec.split.Split;

/** The protocol as plainly as it can be said: every list's history is replayed from its start, every list is sorted. Slow. */
final class ReferenceEvaluator {
    /** What a figure is called. */
    record Name(
            String candidates,
            String model,
            String metric,
            @Nullable Integer k,
            @Nullable String slice) {}

    /** What it amounts to. */
    record Value(double value, int n) {}

    /** What a user is asked at a point of the history. */
    private record Ask(int user, int row, List<Integer> targetRows) {}

    /** The gains of what is relevant by rank, and the share of its pairs with others that are in the right order. */
    private record Ranked(NavigableMap<Double, Double> gains, Map<Integer, Float> relevant, double auc) {}

    /** A part of what is evaluated: some of what is asked, and there some of the targets. */
    private record Part(@Nullable String name, Predicate<Ask> asks, Predicate<Integer> items) {}

    private final Split split;
    private final Interactions all;
    private final Protocol protocol;
    private final int[] trainCounts;
    private final double trainingUsers;
    private final Set<Integer> candidates = new TreeSet<>();
    private final List<Ask> asks = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Set<Integer>> usersOf = new ArrayList<>();
    private final Map<List<Integer>, Double> cosines = new HashMap<>();
    private final Map<List<Object>, Ranked> ranked = new HashMap<>();
    private final Map<List<Object>, List<Integer>> sorted = new HashMap<>();
    private final Map<List<Object>, float[]> scores = new HashMap<>();
    private final Map<List<Object>, List<Integer>> negatives = new HashMap<>();
    private final Map<Name, Value> figures = new LinkedHashMap<>();

    private ReferenceEvaluator(Split split, Protocol protocol) {
        this.split = split;
        this.all = split.all();
        this.protocol = protocol;
        this.trainCounts = split.train().itemCounts();
        for (int item = 0; item < all.itemCount(); item++) {
            if (trainCounts[item] > 0) {
                candidates.add(item);
            }
            usersOf.add(users(item));
        }
        for (int user = 0; user < all.userCount(); user++) {
            List<Integer> rows = new ArrayList<>();
            for (int row = split.train().end(user); row < all.end(user); row++) {
                rows.add(row);
            }
            ask(user, rows);
        }
        trainingUsers = usersOf.stream().flatMap(Set::stream).distinct().count();
        addParts();
    }

    private void ask(int user, List<Integer> rows) {
        if (rows.isEmpty()) {
            return;
        }
        switch (protocol.targets()) {
            case LAST -> asks.add(new Ask(user, rows.getLast(), List.of(rows.getLast())));
            case SUCCESSIVE -> rows.forEach(row -> asks.add(new Ask(user, row, List.of(row))));
            case ALL -> asks.add(new Ask(user, rows.getFirst(), rows));
        }
    }

    private void addParts() {
        parts.add(new Part(null, ask -> true, item -> true));
        for (SliceRule rule : protocol.slices()) {
            switch (rule) {
                case ACTIVITY -> addThirds();
                case POPULARITY -> {
                    Set<Integer> head = head();
                    parts.add(new Part("popularity:head", ask -> true, head::contains));
                    parts.add(new Part("popularity:tail", ask -> true, item -> !head.contains(item)));
                }
                case HISTORY -> {
                    addHistory("history:0-10", 0, 10);
                    addHistory("history:11-50", 11, 50);
                    addHistory("history:51-200", 51, 200);
                    addHistory("history:201+", 201, Integer.MAX_VALUE);
                }
            }
        }
    }

    private void addHistory(String name, int from, int to) {
        parts.add(new Part(
                name,
                ask -> ask.row() - all.start(ask.user()) >= from && ask.row() - all.start(ask.user()) <= to,
                i -> true));
    }

    private void addThirds() {
        List<Integer> users = asks.stream()
                .map(Ask::user)
                .distinct()
                .sorted(Comparator.comparingInt(split.train()::count))
                .toList();
        Map<Integer, Integer> thirdOfCount = new HashMap<>();
        for (int i = 0; i < users.size(); i++) {
            thirdOfCount.putIfAbsent(split.train().count(users.get(i)), 3 * i / users.size());
        }
        for (int third = 0; third < 3; third++) {
            int wanted = third;
            parts.add(new Part(
                    "activity:" + List.of("low", "mid", "high").get(third),
                    ask -> Objects.requireNonNull(thirdOfCount.get(split.train().count(ask.user()))) == wanted,
                    item -> true));
        }
    }

    private Set<Integer> head() {
        Set<Integer> head = new HashSet<>();
        int events = 0;
        List<Integer> items = candidates.stream()
                .sorted(Comparator.comparingInt(item -> -trainCounts[item]))
                .toList();
        for (int i = 0; i < items.size(); i++) {
            boolean asPopular = i > 0 && trainCounts[items.get(i)] == trainCounts[items.get(i - 1)];
            if (2 * events >= split.train().size() && !asPopular) {
                break;
            }
            head.add(items.get(i));
            events += trainCounts[items.get(i)];
        }
        return head;
    }

    /** All figures but those of the best constant. */
    static Map<Name, Value> evaluate(Split split, Protocol protocol, List<Contender> contenders) {
        ReferenceEvaluator reference = new ReferenceEvaluator(split, protocol);
        for (Contender contender : contenders) {
            for (Part part : reference.parts) {
                for (CandidateRule rule : protocol.candidates()) {
                    protocol.metrics().forEach(metric -> reference.measure(metric, rule, contender, part));
                }
            }
        }
        return reference.figures;
    }

    /** The figures of an evaluation in the same form. */
    static Map<Name, Value> figures(Evaluation evaluation) {
        Map<Name, Value> figures = new LinkedHashMap<>();
        for (Evaluation.Figure figure : evaluation.figures()) {
            if (!figure.model().equals("best-constant")) {
                Name name = new Name(figure.candidates(), figure.model(), figure.metric(), figure.k(), figure.slice());
                Value before = figures.put(name, new Value(figure.value(), figure.n()));
                if (before != null) {
                    throw new AssertionError("two figures of " + name);
                }
            }
        }
        return figures;
    }

    private void measure(Metric metric, CandidateRule rule, Contender contender, Part part) {
        List<Integer> cutoffs = metric.hasCutoff() ? protocol.cutoffs() : List.of(Integer.MAX_VALUE);
        for (int k : cutoffs) {
            Name name = new Name(
                    rule.toString(), contender.name(), metric.toString(), metric.hasCutoff() ? k : null, part.name());
            switch (metric) {
                case HR, RECALL, RECALL_CAPPED, PRECISION, NDCG, NDCG_GRADED, MRR, MAP, AUC ->
                    meanOfUsers(name, part, ask -> ofList(metric, k, rule, contender, ask, part));
                case NDCG_PER_TARGET -> meanOfLists(name, rule, contender, part, k);
                case NOVELTY, AVERAGE_POPULARITY, DIVERSITY -> {
                    if (!rule.isSampled()) {
                        meanOfUsers(name, part, ask -> ofTop(metric, top(k, rule, contender, ask)));
                    }
                }
                case COVERAGE, GINI -> {
                    if (!rule.isSampled() && part.name() == null) {
                        ofItems(metric, name, k, rule, contender);
                    }
                }
                case RMSE -> {
                    if (rule.isSampled() && contender.calibration() != null) {
                        errors(name, rule, contender, contender.calibration(), part);
                    }
                }
                case RMSE_RAW -> {
                    if (rule.isSampled()) {
                        errors(name, rule, contender, null, part);
                    }
                }
                case RMSE_RATING, MAE -> {
                    if (contender.model().predictsRatings() && all.hasRatings()) {
                        ratings(metric, contender, part);
                    }
                }
            }
        }
    }

    private Stream<Ask> asks(Part part) {
        return asks.stream()
                .filter(part.asks())
                .filter(ask -> !relevant(ask, part).isEmpty());
    }

    /** The relevant items, each with the rating of its last target. */
    private Map<Integer, Float> relevant(Ask ask, Part part) {
        Map<Integer, Float> ratings = new TreeMap<>();
        for (int row : ask.targetRows()) {
            if (part.items().test(all.item(row))) {
                ratings.put(all.item(row), all.rating(row));
            }
        }
        return ratings;
    }

    private void meanOfUsers(Name name, Part part, ToDoubleFunction<Ask> value) {
        Map<Integer, List<Double>> ofUsers = new TreeMap<>();
        asks(part)
                .forEach(ask -> ofUsers.computeIfAbsent(ask.user(), user -> new ArrayList<>())
                        .add(value.applyAsDouble(ask)));
        if (!ofUsers.isEmpty()) {
            double mean = ofUsers.values().stream()
                    .mapToDouble(values ->
                            values.stream().mapToDouble(v -> v).average().orElseThrow())
                    .average()
                    .orElseThrow();
            figures.put(name, new Value(mean, ofUsers.size()));
        }
    }

    private void meanOfLists(Name name, CandidateRule rule, Contender contender, Part part, int k) {
        double[] values = asks(part)
                .mapToDouble(ask -> ofList(Metric.NDCG, k, rule, contender, ask, part))
                .toArray();
        if (values.length > 0) {
            figures.put(
                    name, new Value(java.util.Arrays.stream(values).average().orElseThrow(), values.length));
        }
    }

    /** The list of a rule without what is relevant. */
    private Set<Integer> rivals(CandidateRule rule, Ask ask, Set<Integer> relevant) {
        Set<Integer> rivals = new LinkedHashSet<>();
        switch (rule) {
            case CandidateRule.Full() -> rivals.addAll(candidates);
            case CandidateRule.FullUnseen() -> {
                rivals.addAll(candidates);
                Set<Integer> targets = new HashSet<>();
                ask.targetRows().forEach(row -> targets.add(all.item(row)));
                for (int earlier = all.start(ask.user()); earlier < ask.row(); earlier++) {
                    if (!targets.contains(all.item(earlier))) {
                        rivals.remove(all.item(earlier));
                    }
                }
            }
            default -> {
                rivals.addAll(negatives(rule, ask));
                for (int row : ask.targetRows()) { // those of another part are items like any
                    if (candidates.contains(all.item(row))) {
                        rivals.add(all.item(row));
                    }
                }
            }
        }
        rivals.removeAll(relevant);
        return rivals;
    }

    private double ofList(Metric metric, int k, CandidateRule rule, Contender contender, Ask ask, Part part) {
        List<Object> key = List.of(rule, contender.name(), ask, String.valueOf(part.name()));
        Ranked list = ranked.computeIfAbsent(key, _ -> rank(rule, contender, ask, part));
        return metric == Metric.AUC ? list.auc() : value(metric, k, list.gains(), list.relevant());
    }

    private Ranked rank(CandidateRule rule, Contender contender, Ask ask, Part part) {
        Map<Integer, Float> relevant = relevant(ask, part);
        Set<Integer> rivals = rivals(rule, ask, relevant.keySet());
        float[] scores = scores(contender, ask.user(), ask.row());
        TreeMap<Double, Double> gains = new TreeMap<>(); // by rank
        List<Integer> found =
                relevant.keySet().stream().filter(candidates::contains).toList();
        for (List<Integer> tied : byScore(found, scores)) {
            place(tied, relevant, rivals, scores, gains);
        }
        return new Ranked(gains, relevant, auc(relevant.keySet(), rivals, scores));
    }

    /** Groups of the same score, best first. */
    private static List<List<Integer>> byScore(List<Integer> items, float[] scores) {
        Map<Double, List<Integer>> groups = new TreeMap<>();
        for (int item : items) {
            double key = Float.isNaN(scores[item]) ? Double.POSITIVE_INFINITY : -scores[item] + 0.0;
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(item);
        }
        return List.copyOf(groups.values());
    }

    private void place(
            List<Integer> tied,
            Map<Integer, Float> relevant,
            Set<Integer> rivals,
            float[] scores,
            NavigableMap<Double, Double> gains) {
        float score = scores[tied.getFirst()];
        int above = 0;
        int same = 0;
        for (int rival : rivals) {
            above += scores[rival] > score || Float.isNaN(scores[rival]) || Float.isNaN(score) ? 1 : 0;
            same += scores[rival] == score ? 1 : 0;
        }
        double[] own = tied.stream()
                .mapToDouble(item -> StrictMath.pow(2, Objects.requireNonNull(relevant.get(item))) - 1)
                .sorted()
                .toArray();
        int before = gains.size();
        for (int j = 1; j <= own.length; j++) {
            int base = before + j + above;
            switch (protocol.ties()) {
                case WORST -> gains.put((double) base + same, own[j - 1]);
                case BEST -> gains.put((double) base, own[own.length - j]);
                case MEAN ->
                    gains.put(
                            base + (double) same * j / (own.length + 1),
                            java.util.Arrays.stream(own).average().orElseThrow());
            }
        }
    }

    private double value(Metric metric, int k, NavigableMap<Double, Double> gains, Map<Integer, Float> relevant) {
        Map<Double, Double> found = gains.headMap((double) k, true);
        int r = relevant.size();
        return switch (metric) {
            case HR -> found.isEmpty() ? 0 : 1;
            case RECALL -> (double) found.size() / r;
            case RECALL_CAPPED -> (double) found.size() / Math.min(k, r);
            case PRECISION -> (double) found.size() / k;
            case NDCG ->
                found.keySet().stream()
                                .mapToDouble(ReferenceEvaluator::discount)
                                .sum()
                        / ideal(k, java.util.Collections.nCopies(r, 1.0));
            case NDCG_GRADED -> {
                double ideal = ideal(
                        k,
                        relevant.values().stream()
                                .map(rating -> StrictMath.pow(2, rating) - 1)
                                .sorted(Comparator.reverseOrder())
                                .toList());
                double sum = found.entrySet().stream()
                        .mapToDouble(entry -> entry.getValue() * discount(entry.getKey()))
                        .sum();
                yield ideal == 0 ? 0 : sum / ideal;
            }
            case MRR -> found.isEmpty() ? 0 : 1 / gains.firstKey();
            case MAP ->
                found.keySet().stream()
                                .mapToDouble(rank -> gains.headMap(rank, true).size() / rank)
                                .sum()
                        / Math.min(k, r);
            default -> throw new AssertionError(metric);
        };
    }

    private static double discount(double rank) {
        return StrictMath.log(2) / StrictMath.log(rank + 1);
    }

    private static double ideal(int k, List<Double> gains) {
        double sum = 0;
        for (int place = 0; place < Math.min(k, gains.size()); place++) {
            sum += gains.get(place) * discount(place + 1);
        }
        return sum;
    }

    /** Pair by pair. */
    private double auc(Set<Integer> relevant, Set<Integer> rivals, float[] scores) {
        double ofTie = switch (protocol.ties()) {
            case WORST -> 0;
            case MEAN -> 0.5;
            case BEST -> 1;
        };
        double right = 0;
        for (int item : relevant) {
            for (int rival : rivals) {
                if (candidates.contains(item)) {
                    right += scores[item] > scores[rival] ? 1 : scores[item] == scores[rival] ? ofTie : 0;
                }
            }
        }
        return rivals.isEmpty() ? 1 : right / (relevant.size() * rivals.size());
    }

    /** The first items of a full ranking. */
    private List<Integer> top(int k, CandidateRule rule, Contender contender, Ask ask) {
        List<Integer> list = sorted.computeIfAbsent(List.of(rule, contender.name(), ask), key -> {
            float[] scores = scores(contender, ask.user(), ask.row());
            return rivals(rule, ask, Set.of()).stream()
                    .sorted(Comparator.comparingDouble((Integer item) ->
                                    Float.isNaN(scores[item]) ? Double.NEGATIVE_INFINITY : -scores[item] + 0.0)
                            .thenComparing(item -> item))
                    .toList();
        });
        return list.subList(0, Math.min(k, list.size()));
    }

    private double ofTop(Metric metric, List<Integer> top) {
        return switch (metric) {
            case AVERAGE_POPULARITY ->
                top.stream().mapToDouble(item -> trainCounts[item]).average().orElse(0);
            case NOVELTY ->
                top.stream()
                        .mapToDouble(
                                item -> -StrictMath.log(usersOf.get(item).size() / trainingUsers) / StrictMath.log(2))
                        .average()
                        .orElse(0);
            case DIVERSITY -> {
                double sum = 0;
                int pairs = 0;
                for (int i : top) {
                    for (int j : top) {
                        if (i < j) {
                            sum += cosines.computeIfAbsent(List.of(i, j), this::cosine);
                            pairs++;
                        }
                    }
                }
                yield pairs == 0 ? 0 : 1 - sum / pairs;
            }
            default -> throw new AssertionError(metric);
        };
    }

    private double cosine(List<Integer> pair) {
        Set<Integer> first = usersOf.get(pair.getFirst());
        Set<Integer> last = usersOf.get(pair.getLast());
        Set<Integer> both = new HashSet<>(first);
        both.retainAll(last);
        return both.size() / Math.sqrt((double) first.size() * last.size());
    }

    private Set<Integer> users(int item) {
        Set<Integer> users = new HashSet<>();
        for (int user = 0; user < all.userCount(); user++) {
            for (int row = split.train().start(user); row < split.train().end(user); row++) {
                if (all.item(row) == item) {
                    users.add(user);
                }
            }
        }
        return users;
    }

    private void ofItems(Metric metric, Name name, int k, CandidateRule rule, Contender contender) {
        Map<Integer, Integer> shown = new HashMap<>();
        candidates.forEach(item -> shown.put(item, 0));
        asks.forEach(ask -> top(k, rule, contender, ask).forEach(item -> shown.merge(item, 1, Integer::sum)));
        double value;
        if (metric == Metric.COVERAGE) {
            value = (double) shown.values().stream().filter(count -> count > 0).count() / candidates.size();
        } else { // half the mean difference of two different items over the mean
            double differences = 0;
            double total = 0;
            for (int a : shown.values()) {
                total += a;
                for (int b : shown.values()) {
                    differences += Math.abs(a - b);
                }
            }
            int n = candidates.size();
            value = n < 2 || total == 0 ? 0 : differences / (2.0 * (n - 1) * total);
        }
        if (!candidates.isEmpty()) {
            figures.put(name, new Value(value, candidates.size()));
        }
    }

    private void errors(
            Name name, CandidateRule rule, Contender contender, @Nullable Calibration calibration, Part part) {
        double sum = 0;
        int entries = 0;
        for (Ask ask : asks(part).toList()) {
            float[] scores = scores(contender, ask.user(), ask.row());
            Set<Integer> relevant = relevant(ask, part).keySet();
            List<Integer> list = new ArrayList<>(relevant);
            list.addAll(negatives(rule, ask));
            for (int item : list) {
                double predicted = calibration == null
                        ? contender.model().estimate(scores[item])
                        : 1 / (1 + StrictMath.exp(-(calibration.scale() * scores[item] + calibration.offset())));
                double error = predicted - (relevant.contains(item) ? 1 : 0);
                sum += error * error;
            }
            entries += list.size();
        }
        if (entries > 0) {
            figures.put(name, new Value(Math.sqrt(sum / entries), entries));
        }
    }

    private void ratings(Metric metric, Contender contender, Part part) {
        double sum = 0;
        int count = 0;
        for (Ask ask : asks(part).toList()) {
            for (int row : ask.targetRows()) {
                if (part.items().test(all.item(row))) {
                    double error =
                            all.rating(row) - contender.model().rating(ask.user(), all.item(row), all.timeMillis(row));
                    sum += metric == Metric.MAE ? Math.abs(error) : error * error;
                    count++;
                }
            }
        }
        if (count > 0) {
            double mean = sum / count;
            figures.put(
                    new Name("rated", contender.name(), metric.toString(), null, part.name()),
                    new Value(metric == Metric.MAE ? mean : Math.sqrt(mean), count));
        }
    }

    private List<Integer> negatives(CandidateRule rule, Ask ask) {
        return negatives.computeIfAbsent(List.of(rule, ask), key -> {
            Seed seed = protocol.seed().child("evaluation");
            SampledNegatives sampled = rule instanceof CandidateRule.SampledUniform
                    ? new SampledNegatives(all, Candidates.of(split.train()), rule.negatives(), seed)
                    : SampledNegatives.byPopularity(all, trainCounts, rule.negatives(), seed);
            int[] drawn = new int[rule.negatives()];
            int count = sampled.draw(ask.user(), ask.row(), drawn);
            List<Integer> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                list.add(drawn[i]);
            }
            return list;
        });
    }

    private float[] scores(Contender contender, int user, int row) {
        return scores.computeIfAbsent(List.of(contender.name(), user, row), key -> {
            int[] history = new int[row - all.start(user)];
            long[] times = new long[history.length];
            for (int i = 0; i < history.length; i++) {
                history[i] = all.item(all.start(user) + i);
                times[i] = all.hasTimes() ? all.timeMillis(all.start(user) + i) : Session.UNTIMED;
            }
            float[] found = new float[all.itemCount()];
            contender.model().score(new Query(user, history, times), found);
            return found;
        });
    }
}
