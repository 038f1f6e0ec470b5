package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.SampledNegatives;
import org.tandemrec.split.Split;

/** The protocol as plainly as it can be said: every target's history is replayed from its start, every list is sorted. Slow. */
final class ReferenceEvaluator {
    /** What a figure is called. */
    record Name(
            String candidates,
            String model,
            String metric,
            @Nullable Integer k) {}

    /** What it amounts to. */
    record Value(double value, int n) {}

    private final Split split;
    private final Interactions all;
    private final Protocol protocol;
    private final Set<Integer> candidates = new HashSet<>();
    private final Map<Name, Value> figures = new LinkedHashMap<>();

    private ReferenceEvaluator(Split split, Protocol protocol) {
        this.split = split;
        this.all = split.all();
        this.protocol = protocol;
        for (int user = 0; user < all.userCount(); user++) {
            for (int row = all.start(user); row < split.train().end(user); row++) {
                candidates.add(all.item(row));
            }
        }
    }

    /** All figures but those of the best constant. */
    static Map<Name, Value> evaluate(Split split, Protocol protocol, List<Contender> contenders) {
        ReferenceEvaluator reference = new ReferenceEvaluator(split, protocol);
        for (Contender contender : contenders) {
            for (CandidateRule rule : protocol.candidates()) {
                reference.rank(rule, contender);
                if (rule instanceof CandidateRule.SampledUniform sampled) {
                    reference.errors(sampled, contender, "rmse-raw", null);
                    if (contender.calibration() != null) {
                        reference.errors(sampled, contender, "rmse", contender.calibration());
                    }
                }
            }
            if (contender.model().predictsRatings() && split.all().hasRatings()) {
                reference.ratings(contender);
            }
        }
        return reference.figures;
    }

    /** The figures of an evaluation in the same form. */
    static Map<Name, Value> figures(Evaluation evaluation) {
        Map<Name, Value> figures = new LinkedHashMap<>();
        for (Evaluation.Figure figure : evaluation.figures()) {
            if (!figure.model().equals("best-constant")) {
                figures.put(
                        new Name(figure.candidates(), figure.model(), figure.metric(), figure.k()),
                        new Value(figure.value(), figure.n()));
            }
        }
        return figures;
    }

    private void rank(CandidateRule rule, Contender contender) {
        for (int k : protocol.cutoffs()) {
            double ndcgOfUsers = 0;
            double hitsOfUsers = 0;
            double ndcgOfTargets = 0;
            int users = 0;
            int targets = 0;
            for (int user = 0; user < all.userCount(); user++) {
                double ndcg = 0;
                double hits = 0;
                int ofUser = 0;
                for (int row = split.train().end(user); row < all.end(user); row++) {
                    int place = sorted(rule, contender, user, row).indexOf(all.item(row));
                    boolean hit = place >= 0 && place < k;
                    double gain = hit ? StrictMath.log(2) / StrictMath.log(place + 2.0) : 0;
                    ndcg += gain;
                    hits += hit ? 1 : 0;
                    ofUser++;
                }
                if (ofUser > 0) {
                    ndcgOfTargets += ndcg;
                    ndcgOfUsers += ndcg / ofUser;
                    hitsOfUsers += hits / ofUser;
                    users++;
                    targets += ofUser;
                }
            }
            figures.put(new Name(rule.toString(), contender.name(), "ndcg", k), new Value(ndcgOfUsers / users, users));
            figures.put(new Name(rule.toString(), contender.name(), "hr", k), new Value(hitsOfUsers / users, users));
            figures.put(
                    new Name(rule.toString(), contender.name(), "ndcg-per-target", k),
                    new Value(ndcgOfTargets / targets, targets));
        }
    }

    /** The list of a target, best first; without the target if that is no candidate. */
    private List<Integer> sorted(CandidateRule rule, Contender contender, int user, int row) {
        float[] scores = scores(contender, user, row);
        int target = all.item(row);
        List<Integer> list = new ArrayList<>();
        switch (rule) {
            case CandidateRule.FullUnseen() -> {
                list.addAll(candidates);
                for (int earlier = all.start(user); earlier < row; earlier++) {
                    list.removeAll(List.of(all.item(earlier)));
                }
                list.removeAll(List.of(target));
            }
            case CandidateRule.SampledUniform(int negatives) -> list.addAll(negatives(negatives, user, row));
        }
        if (candidates.contains(target)) {
            list.add(target);
        }
        list.sort(Comparator.comparingDouble((Integer item) -> order(scores[item], item == target))
                .thenComparing(item -> item == target));
        return list;
    }

    /** Descending scores; what is no number is the best of the rivals', but the worst of the target's. */
    private static double order(float score, boolean ofTarget) {
        if (Float.isNaN(score)) {
            return ofTarget ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return -score;
    }

    private void errors(
            CandidateRule.SampledUniform rule, Contender contender, String metric, @Nullable Calibration calibration) {
        double sum = 0;
        int entries = 0;
        for (int user = 0; user < all.userCount(); user++) {
            double ofUser = 0;
            for (int row = split.train().end(user); row < all.end(user); row++) {
                float[] scores = scores(contender, user, row);
                List<Integer> list = new ArrayList<>(List.of(all.item(row)));
                list.addAll(negatives(rule.negatives(), user, row));
                ofUser += squares(contender, calibration, scores, list);
                entries += list.size();
            }
            sum += ofUser;
        }
        figures.put(
                new Name(rule.toString(), contender.name(), metric, null),
                new Value(Math.sqrt(sum / entries), entries));
    }

    /** Σ (ŷ − y)² over a list, the target first. */
    private static double squares(
            Contender contender, @Nullable Calibration calibration, float[] scores, List<Integer> list) {
        double sum = 0;
        for (int place = 0; place < list.size(); place++) {
            float score = scores[list.get(place)];
            double y = place == 0 ? 1 : 0;
            double predicted = calibration == null
                    ? contender.model().estimate(score)
                    : 1 / (1 + StrictMath.exp(-(calibration.scale() * score + calibration.offset())));
            sum += (predicted - y) * (predicted - y);
        }
        return sum;
    }

    private void ratings(Contender contender) {
        double sum = 0;
        for (int user = 0; user < all.userCount(); user++) {
            double ofUser = 0;
            for (int row = split.train().end(user); row < all.end(user); row++) {
                double error = all.rating(row) - contender.model().rating(user, all.item(row), all.timeMillis(row));
                ofUser += error * error;
            }
            sum += ofUser;
        }
        int targets = split.targetCount();
        figures.put(
                new Name("rated", contender.name(), "rmse-rating", null), new Value(Math.sqrt(sum / targets), targets));
    }

    private List<Integer> negatives(int size, int user, int row) {
        SampledNegatives sampled = new SampledNegatives(
                all, Candidates.of(split.train()), size, protocol.seed().child("evaluation"));
        int[] drawn = new int[size];
        int count = sampled.draw(user, row, drawn);
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(drawn[i]);
        }
        return list;
    }

    private float[] scores(Contender contender, int user, int row) {
        int[] history = new int[row - all.start(user)];
        long[] times = new long[history.length];
        for (int i = 0; i < history.length; i++) {
            history[i] = all.item(all.start(user) + i);
            times[i] = all.hasTimes() ? all.timeMillis(all.start(user) + i) : Session.UNTIMED;
        }
        float[] scores = new float[all.itemCount()];
        contender.model().score(new Query(user, history, times), scores);
        return scores;
    }
}
