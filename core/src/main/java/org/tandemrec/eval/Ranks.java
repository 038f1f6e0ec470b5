package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tandemrec.base.Check;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Model;
import org.tandemrec.model.Replay;
import org.tandemrec.model.Session;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.Split;

/**
 * Ranks every target by every contender and rule, and sums up by user. Blocks of a replay write the sums of users of their own; a user
 * without a target has none.
 */
final class Ranks {
    /** The rank of a target that no model could have found. */
    static final int MISS = Integer.MAX_VALUE;

    /** The name of what predicts the same probability for everything. */
    static final String BEST_CONSTANT = "best-constant";

    private final Split split;
    private final Candidates candidates;
    private final Protocol protocol;
    private final List<Contender> contenders;
    /** The place of a user among those with targets, by user. */
    private final int[] place;
    /** The number of targets by place. */
    private final int[] targetCount;
    /** tally[rule][contender]. */
    private final Tally[][] tally;
    /** The number of list entries, [rule][place]; none for rules without lists. */
    private final int[][] entries;
    /** The number of targets for which some rule found fewer negatives than it asks for, by place. */
    private final int[] shortLists;
    /** Σ of squared errors of predicted ratings, [contender][place]; empty where none are predicted. */
    private final double[][] ratingError;

    Ranks(Split split, Candidates candidates, Protocol protocol, List<Contender> contenders) {
        this.split = split;
        this.candidates = candidates;
        this.protocol = protocol;
        this.contenders = contenders;
        int users = split.usersWithTarget();
        this.place = new int[split.all().userCount()];
        this.targetCount = new int[users];
        int next = 0;
        for (int user = 0; user < place.length; user++) {
            if (split.targetCount(user) > 0) {
                targetCount[next] = split.targetCount(user);
                place[user] = next++;
            }
        }
        this.tally = new Tally[protocol.candidates().size()][contenders.size()];
        this.entries = new int[tally.length][];
        for (int rule = 0; rule < tally.length; rule++) {
            boolean hasLists = requireCountable(protocol.candidates().get(rule));
            entries[rule] = new int[hasLists ? users : 0];
            for (int c = 0; c < contenders.size(); c++) {
                tally[rule][c] = new Tally(users, protocol.cutoffs(), hasLists);
            }
        }
        this.shortLists = new int[users];
        this.ratingError = new double[contenders.size()][];
        for (int c = 0; c < ratingError.length; c++) {
            ratingError[c] = new double[rates(contenders.get(c).model()) ? users : 0];
        }
    }

    /** Makes sure that the entries of all lists can be counted, and returns whether the rule makes lists. */
    private boolean requireCountable(CandidateRule rule) {
        return switch (rule) {
            case CandidateRule.FullUnseen() -> false;
            case CandidateRule.SampledUniform(int negatives) -> {
                long length = 1L + Math.min(negatives, candidates.size());
                Check.argument(
                        length * split.targetCount() <= Integer.MAX_VALUE,
                        "%s makes up to %,d list entries of %,d targets, more than can be counted; "
                                + "evaluate fewer users or sample fewer negatives",
                        rule,
                        length * split.targetCount(),
                        split.targetCount());
                yield true;
            }
        };
    }

    private boolean rates(Model model) {
        return model.predictsRatings() && split.all().hasRatings();
    }

    Replay.Visitor visitor() {
        List<Ranking> rankings = protocol.candidates().stream()
                .map(rule -> Ranking.of(rule, split, candidates, protocol.seed()))
                .toList();
        return targets -> {
            for (int i = 0; i < targets.count(); i++) {
                visit(targets, i, rankings);
                addRatingErrors(targets.user(i), targets.row(i));
            }
        };
    }

    private void visit(Replay.Targets targets, int index, List<Ranking> rankings) {
        int user = targets.user(index);
        int row = targets.row(index);
        int offset = index * split.all().itemCount();
        int target = split.all().item(row);
        boolean isShort = false;
        for (int rule = 0; rule < rankings.size(); rule++) {
            Ranking ranking = rankings.get(rule);
            ranking.target(user, row);
            for (int c = 0; c < contenders.size(); c++) {
                float[] scores = targets.scores(c);
                tally[rule][c].addRank(place[user], candidates.contains(target) ? ranking.rank(scores, offset) : MISS);
            }
            if (ranking instanceof Ranking.Sampled sampled) {
                entries[rule][place[user]] += 1 + sampled.count();
                isShort |= sampled.isShort();
                for (int c = 0; c < contenders.size(); c++) {
                    addErrors(targets.scores(c), offset, target, sampled, contenders.get(c), tally[rule][c], user);
                }
            }
        }
        shortLists[place[user]] += isShort ? 1 : 0;
    }

    private void addErrors(
            float[] scores,
            int offset,
            int target,
            Ranking.Sampled sampled,
            Contender contender,
            Tally sums,
            int user) {
        Calibration calibration = contender.calibration();
        double raw = 0;
        double calibrated = 0;
        for (int j = -1; j < sampled.count(); j++) {
            float score = scores[offset + (j < 0 ? target : sampled.negative(j))];
            double y = j < 0 ? 1 : 0;
            double rawError = contender.model().estimate(score) - y;
            raw += rawError * rawError;
            if (calibration != null) {
                double error = calibration.probability(score) - y;
                calibrated += error * error;
            }
        }
        sums.addErrors(place[user], calibrated, raw);
    }

    private void addRatingErrors(int user, int row) {
        for (int c = 0; c < ratingError.length; c++) {
            if (ratingError[c].length > 0) {
                long time = split.all().hasTimes() ? split.all().timeMillis(row) : Session.UNTIMED;
                double error = split.all().rating(row)
                        - contenders.get(c).model().rating(user, split.all().item(row), time);
                ratingError[c][place[user]] += error * error;
            }
        }
    }

    Evaluation evaluation() {
        List<Evaluation.Figure> figures = new ArrayList<>();
        for (int rule = 0; rule < tally.length; rule++) {
            String text = protocol.candidates().get(rule).toString();
            for (int c = 0; c < contenders.size(); c++) {
                addRanking(figures, text, contenders.get(c).name(), tally[rule][c]);
            }
            if (entries[rule].length > 0) {
                addErrors(figures, text, rule);
            }
        }
        for (int c = 0; c < contenders.size(); c++) {
            if (ratingError[c].length > 0) {
                double rmse = Tally.rootMean(ratingError[c], split.targetCount());
                figures.add(figure("rated", contenders.get(c).name(), "rmse-rating", rmse, split.targetCount()));
            }
        }
        return new Evaluation(protocol.targets(), figures, perUser(), List.of(), sum(shortLists));
    }

    private UserFigures perUser() {
        int[] users = new int[targetCount.length];
        for (int user = 0, next = 0; user < place.length; user++) {
            if (split.targetCount(user) > 0) {
                users[next++] = user;
            }
        }
        Map<UserFigures.Key, double[]> values = new LinkedHashMap<>();
        for (int rule = 0; rule < tally.length; rule++) {
            String text = protocol.candidates().get(rule).toString();
            for (int c = 0; c < contenders.size(); c++) {
                for (int cut = 0; cut < protocol.cutoffs().size(); cut++) {
                    int k = protocol.cutoffs().get(cut);
                    String name = contenders.get(c).name();
                    values.put(new UserFigures.Key(text, name, "ndcg", k), tally[rule][c].ndcgOf(cut, targetCount));
                    values.put(new UserFigures.Key(text, name, "hr", k), tally[rule][c].hitsOf(cut, targetCount));
                }
            }
        }
        return new UserFigures(users, values);
    }

    private void addRanking(List<Evaluation.Figure> figures, String rule, String model, Tally sums) {
        int users = targetCount.length;
        for (int c = 0; c < protocol.cutoffs().size(); c++) {
            int k = protocol.cutoffs().get(c);
            double perTarget = sums.ndcgPerTarget(c, split.targetCount());
            figures.add(new Evaluation.Figure(rule, model, "ndcg", k, sums.ndcg(c, targetCount), users));
            figures.add(new Evaluation.Figure(rule, model, "ndcg-per-target", k, perTarget, split.targetCount()));
            figures.add(new Evaluation.Figure(rule, model, "hr", k, sums.hitRate(c, targetCount), users));
        }
    }

    private void addErrors(List<Evaluation.Figure> figures, String text, int rule) {
        int total = sum(entries[rule]);
        for (int c = 0; c < contenders.size(); c++) {
            Contender contender = contenders.get(c);
            if (contender.calibration() != null) {
                figures.add(figure(text, contender.name(), "rmse", tally[rule][c].rmse(total), total));
            }
            figures.add(figure(text, contender.name(), "rmse-raw", tally[rule][c].rmseRaw(total), total));
        }
        double share = (double) split.targetCount() / total;
        figures.add(figure(text, BEST_CONSTANT, "rmse", Math.sqrt(share * (1 - share)), total));
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    private static Evaluation.Figure figure(String rule, String model, String metric, double value, int n) {
        return new Evaluation.Figure(rule, model, metric, null, value, n);
    }
}
