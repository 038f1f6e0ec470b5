package org.tandemrec.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.TrainingContext;

/** The best items, against a full sort. */
final class UserRankingTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 9, 10, 11, 500})
    void topItemsAreThoseOfASort(int n) {
        SplittableRandom random = new Seed(n).random();
        float[] scores = new float[n + 3];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(20); // many ties
        }
        if (n > 2) {
            scores[3] = Float.NEGATIVE_INFINITY;
            scores[4] = Float.NaN;
        }
        int[] expected = IntStream.range(0, n)
                .filter(item -> scores[3 + item] >= 0)
                .boxed()
                .sorted(Comparator.comparingDouble(item -> -scores[3 + item]))
                .limit(10)
                .mapToInt(Integer::intValue)
                .toArray();
        TopItems top = new TopItems(10);
        top.select(scores, 3, n);
        assertThat(IntStream.range(0, top.size()).map(top::item).toArray()).isEqualTo(expected);
    }

    @Test
    void everyUserGetsTheBestUnseenItems() {
        SequenceShape shape = new SequenceShape(150, 60, 2, 12, 5);
        Interactions histories = shape.generate(new Seed(1));
        Model model = ModelCatalog.standard()
                .trainer("gru4rec", Gru4RecCase.RANK.config().put("hiddenSize", 8))
                .start(histories, TrainingContext.of(1))
                .model();
        UserRanking ranking = new UserRanking(model, histories, Parallel.shared());
        assertThat(ranking.run()).isPositive();
        for (int user = 0; user < histories.userCount(); user++) {
            int[] seen = IntStream.range(histories.start(user), histories.end(user))
                    .map(histories::item)
                    .toArray();
            int unseen = 60 - (int) Arrays.stream(seen).distinct().count();
            assertThat(ranking.best(user))
                    .hasSize(Math.min(10, unseen))
                    .doesNotHaveDuplicates()
                    .doesNotContain(seen);
            ranking.verify(user);
        }
    }
}
