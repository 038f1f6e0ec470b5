package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Replay;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.Split;

/** The rank of every target by every contender and rule, and the squared errors over sampled lists; blocks write disjoint slots. */
final class Ranks {
    /** The rank of a target that no model could have found. */
    static final int MISS = Integer.MAX_VALUE;

    /** The name of what predicts the same probability for everything. */
    static final String BEST_CONSTANT = "best-constant";

    private final Split split;
    private final Candidates candidates;
    private final Protocol protocol;
    private final List<Contender> contenders;
    /** Targets of user {@code u} have the slots {@code slotStart[u] … slotStart[u + 1] - 1}. */
    private final int[] slotStart;
    /** rank[rule][contender][slot]. */
    private final int[][][] rank;
    /** Sums of squared errors over the list of a slot, calibrated and raw, [rule][contender][slot]. */
    private final double[][][] squaredError;

    private final double[][][] rawSquaredError;
    /** The number of list entries of a slot, [rule][slot]. */
    private final int[][] entries;
    /** The squared error of a predicted rating, [contender][slot]. */
    private final double[][] ratingError;

    Ranks(Split split, Candidates candidates, Protocol protocol, List<Contender> contenders) {
        this.split = split;
        this.candidates = candidates;
        this.protocol = protocol;
        this.contenders = contenders;
        int users = split.all().userCount();
        this.slotStart = new int[users + 1];
        for (int user = 0; user < users; user++) {
            slotStart[user + 1] = slotStart[user] + split.targetCount(user);
        }
        int rules = protocol.candidates().size();
        int slots = slotStart[users];
        this.rank = new int[rules][contenders.size()][slots];
        this.squaredError = new double[rules][contenders.size()][slots];
        this.rawSquaredError = new double[rules][contenders.size()][slots];
        this.entries = new int[rules][slots];
        this.ratingError = new double[contenders.size()][slots];
    }

    Replay.Visitor visitor() {
        List<Ranking> rankings = protocol.candidates().stream()
                .map(rule -> Ranking.of(rule, split, candidates, protocol.seed()))
                .toList();
        return targets -> {
            for (int i = 0; i < targets.count(); i++) {
                visit(targets, i, rankings);
            }
        };
    }

    private void visit(Replay.Targets targets, int index, List<Ranking> rankings) {
        int user = targets.user(index);
        int row = targets.row(index);
        int slot = slotStart[user] + row - split.train().end(user);
        int offset = index * split.all().itemCount();
        int target = split.all().item(row);
        for (int rule = 0; rule < rankings.size(); rule++) {
            Ranking ranking = rankings.get(rule);
            ranking.target(user, row);
            for (int c = 0; c < contenders.size(); c++) {
                float[] scores = targets.scores(c);
                rank[rule][c][slot] = candidates.contains(target) ? ranking.rank(scores, offset) : MISS;
            }
            if (ranking instanceof Ranking.Sampled sampled) {
                entries[rule][slot] = 1 + sampled.count();
                for (int c = 0; c < contenders.size(); c++) {
                    errors(targets.scores(c), offset, target, sampled, rule, c, slot);
                }
            }
        }
        if (split.all().hasRatings()) {
            for (int c = 0; c < contenders.size(); c++) {
                double error = split.all().rating(row) - targets.scores(c)[offset + target];
                ratingError[c][slot] = error * error;
            }
        }
    }

    private void errors(
            float[] scores, int offset, int target, Ranking.Sampled sampled, int rule, int contender, int slot) {
        Contender judged = contenders.get(contender);
        Calibration calibration = judged.calibration();
        double raw = 0;
        double calibrated = 0;
        for (int j = -1; j < sampled.count(); j++) {
            float score = scores[offset + (j < 0 ? target : sampled.negative(j))];
            double y = j < 0 ? 1 : 0;
            double rawError = judged.model().estimate(score) - y;
            raw += rawError * rawError;
            if (calibration != null) {
                double error = calibration.probability(score) - y;
                calibrated += error * error;
            }
        }
        rawSquaredError[rule][contender][slot] = raw;
        squaredError[rule][contender][slot] = calibrated;
    }

    Evaluation evaluation() {
        List<Evaluation.Figure> figures = new ArrayList<>();
        for (int rule = 0; rule < rank.length; rule++) {
            String text = protocol.candidates().get(rule).toString();
            for (int c = 0; c < contenders.size(); c++) {
                addRanking(figures, text, contenders.get(c).name(), rank[rule][c]);
            }
            if (protocol.candidates().get(rule) instanceof CandidateRule.SampledUniform) {
                addErrors(figures, text, rule);
            }
        }
        addRatings(figures);
        return new Evaluation(figures, shortLists());
    }

    /** Counts the targets for which some rule found fewer negatives than it asks for. */
    private int shortLists() {
        boolean[] isShort = new boolean[slotStart[slotStart.length - 1]];
        for (int rule = 0; rule < entries.length; rule++) {
            if (protocol.candidates().get(rule) instanceof CandidateRule.SampledUniform(int negatives)) {
                for (int slot = 0; slot < isShort.length; slot++) {
                    isShort[slot] |= entries[rule][slot] - 1 < negatives;
                }
            }
        }
        int count = 0;
        for (boolean one : isShort) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private void addRanking(List<Evaluation.Figure> figures, String rule, String model, int[] ranks) {
        int users = 0;
        for (int user = 0; user + 1 < slotStart.length; user++) {
            users += slotStart[user + 1] > slotStart[user] ? 1 : 0;
        }
        for (int k : protocol.cutoffs()) {
            figures.add(new Evaluation.Figure(
                    rule, model, "ndcg", k, meanOfUsers(slot -> Ndcg.ofRank(ranks[slot], k)), users));
            double perTarget = 0;
            for (int r : ranks) {
                perTarget += Ndcg.ofRank(r, k);
            }
            figures.add(
                    new Evaluation.Figure(rule, model, "ndcg-per-target", k, perTarget / ranks.length, ranks.length));
            figures.add(
                    new Evaluation.Figure(rule, model, "hr", k, meanOfUsers(slot -> ranks[slot] <= k ? 1 : 0), users));
        }
    }

    private interface SlotValue {
        double of(int slot);
    }

    /** The mean over users of the mean over a user's targets. */
    private double meanOfUsers(SlotValue value) {
        double sum = 0;
        int users = 0;
        for (int user = 0; user + 1 < slotStart.length; user++) {
            int count = slotStart[user + 1] - slotStart[user];
            if (count == 0) {
                continue;
            }
            double ofUser = 0;
            for (int slot = slotStart[user]; slot < slotStart[user + 1]; slot++) {
                ofUser += value.of(slot);
            }
            sum += ofUser / count;
            users++;
        }
        return users == 0 ? Double.NaN : sum / users;
    }

    private void addErrors(List<Evaluation.Figure> figures, String text, int rule) {
        int total = 0;
        for (int count : entries[rule]) {
            total = Math.addExact(total, count);
        }
        for (int c = 0; c < contenders.size(); c++) {
            Contender contender = contenders.get(c);
            if (contender.calibration() != null) {
                figures.add(error(text, contender.name(), "rmse", squaredError[rule][c], total));
            }
            figures.add(error(text, contender.name(), "rmse-raw", rawSquaredError[rule][c], total));
        }
        double share = (double) entries[rule].length / total;
        figures.add(new Evaluation.Figure(text, BEST_CONSTANT, "rmse", null, Math.sqrt(share * (1 - share)), total));
    }

    private void addRatings(List<Evaluation.Figure> figures) {
        for (int c = 0; c < contenders.size(); c++) {
            if (contenders.get(c).model().predictsRatings() && split.all().hasRatings()) {
                figures.add(
                        error("rated", contenders.get(c).name(), "rmse-rating", ratingError[c], ratingError[c].length));
            }
        }
    }

    /** Paper, eq 12. */
    private static Evaluation.Figure error(String rule, String model, String metric, double[] squared, int n) {
        double sum = 0;
        for (double s : squared) {
            sum += s;
        }
        return new Evaluation.Figure(rule, model, metric, null, Math.sqrt(sum / n), n);
    }
}
