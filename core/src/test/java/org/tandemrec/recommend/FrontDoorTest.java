package org.tandemrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.MovieLensWriter;
import org.tandemrec.eval.Contender;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.Evaluator;
import org.tandemrec.eval.Protocol;
import org.tandemrec.model.Model;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/** The ten lines of the README, on a small generated data set. */
class FrontDoorTest {
    private static final GeneratorConfig SMALL =
            new GeneratorConfig(100, 100, 4, 15, 18, 0.45, 0.92, 0.08, 3, 3.0, 0.4, 0.6, 300);

    @Test
    void tenLinesReadSplitTrainEvaluateAndRecommend(@TempDir Path folder) throws IOException {
        MovieLensWriter.write(Generator.generate(SMALL, new Seed(7)), folder);

        Dataset data = Dataset.read(folder);
        Split split = SplitRule.PAPER.apply(data.interactions());
        Model model = ModelCatalog.standard().trainer("ra-lst").train(split.train(), TrainingContext.of(42));

        Evaluation evaluation = new Evaluator(split, Protocol.paper(42)).evaluate(Contender.allOf(model));
        double ndcg = evaluation.value("full-unseen", "ra-lst", "ndcg");

        Recommender recommender = Recommender.of(model, data, split.train());
        List<Recommendation> list = recommender.recommend("1", 10);

        assertThat(ndcg).isBetween(chance(split), 1.0);
        assertThat(list).hasSize(10).allMatch(item -> item.parts() != null);
        assertThat(list).extracting(Recommendation::itemId).doesNotHaveDuplicates();
        assertThat(list).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
        assertThat(list).allMatch(item -> !item.title().equals(item.itemId()));
        assertThat(seen(data, split.train(), "1"))
                .hasSizeGreaterThan(10)
                .doesNotContainAnyElementsOf(
                        list.stream().map(Recommendation::itemId).toList());
    }

    /** At least the expected NDCG@10 of a random order of the unseen items. */
    private static double chance(Split split) {
        double gain = 0;
        for (int rank = 1; rank <= 10; rank++) {
            gain += Math.log(2) / Math.log(rank + 1);
        }
        int longest = 0;
        for (int user = 0; user < split.all().userCount(); user++) {
            longest = Math.max(longest, split.all().count(user));
        }
        return gain / (split.all().itemCount() - longest);
    }

    private static Set<String> seen(Dataset data, Interactions training, String userId) {
        int user = data.users().indexOf(userId);
        Set<String> seen = new HashSet<>();
        for (int row = training.start(user); row < training.end(user); row++) {
            seen.add(data.items().id(training.item(row)));
        }
        return seen;
    }
}
