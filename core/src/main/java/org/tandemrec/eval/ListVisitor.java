package org.tandemrec.eval;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Replay;
import org.tandemrec.model.Session;

/** Measures list after list: under every rule by every contender, one ranking for all metrics. Not safe for use by several threads. */
final class ListVisitor implements Replay.Visitor {
    private final Measurement sums;
    private final Interactions all;
    private final List<Ranking> rankings;
    private final Relevant relevant;
    private final Bins bins;
    private final Places places;
    private final TopList top;
    private final double[] values;
    private int user;
    private int offset;

    ListVisitor(Measurement sums) {
        this.sums = sums;
        this.all = sums.split.all();
        this.rankings = IntStream.range(0, sums.protocol.candidates().size())
                .mapToObj(sums::ranking)
                .toList();
        this.relevant = new Relevant(all, sums.candidates, sums.mostTargets);
        this.bins = new Bins(sums.slices, sums.popularity);
        boolean graded = sums.protocol.metrics().contains(Metric.NDCG_GRADED);
        this.places = new Places(sums.protocol.ties(), sums.popularity, graded, sums.mostTargets);
        int largest = sums.protocol.cutoffs().stream().mapToInt(k -> k).max().orElse(1);
        this.top = new TopList(Math.clamp(sums.candidates.size(), 1, largest));
        this.values = new double[sums.columns.size()];
    }

    @Override
    public void visit(Replay.Targets targets) {
        for (int i = 0; i < targets.count(); i++) {
            offset = i * all.itemCount();
            user = sums.place[targets.user(i)];
            visit(targets, targets.user(i), targets.row(i), targets.end(i));
        }
    }

    private void visit(Replay.Targets targets, int dense, int row, int end) {
        relevant.set(row, end);
        bins.set(row - all.start(dense), relevant);
        sums.ranked.add(relevant.candidateCount());
        for (int b = 0; b < bins.count(); b++) {
            sums.counts.lists[bins.bin(b)][user]++;
            sums.counts.relevant[bins.bin(b)][user] += count(bins.part(b));
        }
        boolean isShort = false;
        for (int rule = 0; rule < rankings.size(); rule++) {
            Ranking ranking = rankings.get(rule);
            ranking.list(dense, row, relevant);
            for (int c = 0; c < sums.contenders.size(); c++) {
                addValues(rule, c, targets.scores(c));
            }
            if (ranking instanceof Ranking.Sampled sampled) {
                isShort |= sampled.isShort();
                addEntries(targets, rule, sampled);
            }
        }
        sums.shortLists.add(isShort ? 1 : 0);
        addRatings(dense, row, end);
    }

    /** The number of relevant items in a part by popularity. */
    private int count(int part) {
        int count = 0;
        for (int i = 0; i < relevant.count(); i++) {
            count += sums.popularity.isIn(relevant.item(i), part) ? 1 : 0;
        }
        return count;
    }

    private void addValues(int rule, int contender, float[] scores) {
        Ranking ranking = rankings.get(rule);
        ranking.count(scores, offset, relevant, places.more, places.tied);
        int tied = 0;
        for (int i = 0; i < relevant.candidateCount(); i++) {
            tied += places.tied[i] > 0 ? 1 : 0;
        }
        if (tied > 0) {
            sums.tied[rule][contender].add(tied);
        }
        TopValues topValues = sums.topValues;
        if (topValues != null && ranking instanceof Ranking.Full full) {
            top.select(full, all.itemCount(), scores, offset);
            topValues.ofTop(top, values);
            countTops(sums.topCounts[rule][contender]);
        }
        for (int b = 0; b < bins.count(); b++) {
            if (b == 0 || bins.part(b) != bins.part(b - 1)) {
                places.place(relevant, scores, offset, ranking.rivals(), bins.part(b));
                sums.listValues.ofRanks(places, values);
            }
            sums.sums[rule][contender][bins.bin(b)].add(user, values);
        }
    }

    private void countTops(AtomicIntegerArray[] counts) {
        int place = 0;
        for (int i = 0; i < counts.length; i++) {
            int count = Math.min(sums.columns.cutoff(sums.columns.ascending(i)), top.count());
            for (; place < count; place++) {
                counts[i].incrementAndGet(top.item(place));
            }
        }
    }

    private void addEntries(Replay.Targets targets, int rule, Ranking.Sampled sampled) {
        int[][] entries = sums.counts.entries[rule];
        for (int b = 0; b < bins.count() && entries.length > 0; b++) {
            entries[bins.bin(b)][user] += count(bins.part(b)) + sampled.rivals();
            for (int c = 0; c < sums.contenders.size(); c++) {
                Sums bin = sums.sums[rule][c][bins.bin(b)];
                addErrors(targets.scores(c), sampled, sums.contenders.get(c), bin, bins.part(b));
            }
        }
    }

    private void addErrors(float[] scores, Ranking.Sampled sampled, Contender contender, Sums bin, int part) {
        Calibration calibration = contender.calibration();
        double raw = 0;
        double calibrated = 0;
        for (int j = -relevant.count(); j < sampled.rivals(); j++) {
            int item = j < 0 ? relevant.item(j + relevant.count()) : sampled.negative(j);
            if (j < 0 && !sums.popularity.isIn(item, part)) {
                continue;
            }
            double y = j < 0 ? 1 : 0;
            double rawError = contender.model().estimate(scores[offset + item]) - y;
            raw += rawError * rawError;
            if (calibration != null) {
                double error = calibration.probability(scores[offset + item]) - y;
                calibrated += error * error;
            }
        }
        bin.addErrors(user, calibrated, raw);
    }

    private void addRatings(int dense, int row, int end) {
        for (int r = row; r < end; r++) {
            int item = all.item(r);
            long time = all.hasTimes() ? all.timeMillis(r) : Session.UNTIMED;
            for (int b = 0; b < bins.count(); b++) {
                sums.counts.ratings[bins.bin(b)][user] += sums.popularity.isIn(item, bins.part(b)) ? 1 : 0;
            }
            for (int c = 0; c < sums.ratingErrors.length; c++) {
                RatingErrors[] errors = sums.ratingErrors[c];
                if (errors.length == 0) {
                    continue;
                }
                double error = all.rating(r) - sums.contenders.get(c).model().rating(dense, item, time);
                for (int b = 0; b < bins.count(); b++) {
                    if (sums.popularity.isIn(item, bins.part(b))) {
                        errors[bins.bin(b)].add(user, error);
                    }
                }
            }
        }
    }
}
