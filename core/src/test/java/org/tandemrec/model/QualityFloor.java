package org.tandemrec.model;

import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.Interactions;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/**
 * A small generated log with long-term and short-term preferences, and NDCG@10 on it: mean over targets, full ranking of all unseen
 * items. Popularity is what every model must beat.
 */
final class QualityFloor {
    private static final GeneratorConfig CONFIG =
            new GeneratorConfig(300, 120, 6, 15, 25, 0.45, 0.92, 0.08, 3, 3.0, 0.4, 0.6, 1000);

    static final QualityFloor SMALL = new QualityFloor();

    private final Split split = SplitRule.PAPER.apply(
            Generator.generate(CONFIG, new Seed(1)).dataset().interactions());

    Interactions training() {
        return split.train();
    }

    double popularity() {
        int[] counts = split.train().itemCounts();
        return ndcg(new FixedScores(0, counts.length, (user, last, item) -> counts[item]));
    }

    double ndcg(Model model) {
        double[] sum = new double[1];
        int items = model.itemCount();
        Replay.Visitor visitor = targets -> {
            for (int i = 0; i < targets.count(); i++) {
                sum[0] += gain(targets.scores(0), i * items, items, targets.user(i), targets.row(i));
            }
        };
        new Replay(split, List.of(model))
                .run(Parallel.sequential(), () -> visitor, ProgressListener.NONE.start("", 0, ""));
        return sum[0] / split.targetCount();
    }

    private double gain(float[] scores, int offset, int items, int user, int row) {
        boolean[] seen = new boolean[items];
        for (int earlier = split.all().start(user); earlier < row; earlier++) {
            seen[split.all().item(earlier)] = true;
        }
        float target = scores[offset + split.all().item(row)];
        int rank = 0; // the target itself is counted below
        for (int item = 0; item < items; item++) {
            rank += !seen[item] && scores[offset + item] >= target ? 1 : 0;
        }
        return rank <= 10 ? Math.log(2) / Math.log(rank + 1.0) : 0;
    }
}
