package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.EpochListener;
import org.tandemrec.model.Model;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.Validation;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import tools.jackson.databind.json.JsonMapper;

class RankingValidatorTest {
    private static final Interactions DATA = Generator.generate(
                    new GeneratorConfig(60, 50, 4, 8, 12, 0.45, 0.92, 0.08, 3, 3.0, 0.4, 0.6, 1000), new Seed(1))
            .dataset()
            .interactions();
    private static final Split SPLIT = SplitRule.PAPER.apply(DATA);

    private static RankingValidator validator(String metric, String candidates, int users, long seed) {
        return new RankingValidator(
                RankingMetric.parse(metric),
                CandidateRule.parse(candidates),
                users,
                new Seed(seed),
                Parallel.sequential(),
                ProgressListener.NONE);
    }

    /** A model that writes down the users it is asked about. */
    private static FakeModel recording(Set<Integer> asked) {
        return new FakeModel("recording", 0, DATA.itemCount(), false, (user, history, scores) -> {
            asked.add(user);
            for (int item = 0; item < scores.length; item++) {
                scores[item] = (item * 31 + user * 17) % 23;
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"ndcg@10,full-unseen", "hr@5,sampled-uniform(10)", "ndcg-per-target@3,sampled-uniform(7)"})
    void ofAllUsersItIsTheFigureOfAnEvaluation(String metric, String candidates) {
        Model model = recording(new TreeSet<>());
        RankingMetric parsed = RankingMetric.parse(metric);
        Evaluation evaluation = new Evaluator(
                        SPLIT, new Protocol(List.of(CandidateRule.parse(candidates)), List.of(parsed.k()), new Seed(3)))
                .evaluate(List.of(Contender.of(model)));
        double expected = evaluation.value(candidates, "recording", parsed.name(), parsed.k());
        assertThat(expected).isBetween(0.01, 0.99);
        for (int users : new int[] {DATA.userCount(), RankingValidator.ALL_USERS}) {
            assertThat(validator(metric, candidates, users, 3).score(model, SPLIT))
                    .isEqualTo(expected);
        }
        assertThat(validator(metric, candidates, 5, 3).metric()).isEqualTo(metric);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void drawnUsersStayTheSame(int users) {
        Set<Integer> drawn = new TreeSet<>();
        RankingValidator validator = validator("ndcg@10", "full-unseen", users, 3);
        double score = validator.score(recording(drawn), SPLIT);
        assertThat(drawn).hasSize(users).allMatch(user -> SPLIT.targetCount(user) > 0);
        assertThat(validator.users(SPLIT)).isEqualTo(users);
        Set<Integer> again = new TreeSet<>();
        assertThat(validator.score(recording(again), SPLIT)).isEqualTo(score);
        assertThat(again).isEqualTo(drawn);
        Set<Integer> other = new TreeSet<>();
        validator("ndcg@10", "full-unseen", users, 4).score(recording(other), SPLIT);
        assertThat(other).hasSize(users).isNotEqualTo(drawn);
    }

    @Test
    void everyUserIsDrawnAlike() {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int seed = 0; seed < 300; seed++) {
            Set<Integer> drawn = new TreeSet<>();
            validator("hr@1", "full-unseen", 20, seed).score(recording(drawn), SPLIT);
            drawn.forEach(user -> counts.merge(user, 1, Integer::sum));
        }
        int withTargets =
                validator("hr@1", "full-unseen", RankingValidator.ALL_USERS, 0).users(SPLIT);
        assertThat(counts).hasSize(withTargets);
        double mean = 300 * 20.0 / withTargets;
        counts.forEach((user, count) -> assertThat((double) count).isCloseTo(mean, within(0.4 * mean)));
    }

    @ParameterizedTest
    @CsvSource({"lfm", "gru4rec", "ra-lst"})
    void theBestEpochOfARealTrainingIsKept(String kind) {
        String config = switch (kind) {
            case "lfm" -> "{'factors':3,'epochs':4}";
            case "gru4rec" -> "{'hiddenSize':8,'batchSize':8,'epochs':4,'learningRate':0.05}";
            default ->
                "{'longTerm':{'config':{'factors':3,'epochs':4}},'negatives':5,"
                        + "'shortTerm':{'config':{'hiddenSize':4,'batchSize':8,'epochs':4}}}";
        };
        RankingValidator validator = validator("ndcg@10", "full-unseen", 25, 1);
        List<Double> curve = new ArrayList<>();
        EpochListener listener = new EpochListener() {
            @Override
            public void completed(int epoch, double loss, Model model) {}

            @Override
            public void validated(Validation.Point point, boolean best) {
                curve.add(point.metric());
            }
        };
        TrainingContext context = TrainingContext.of(1)
                .withParallel(Parallel.sequential())
                .withEpochs(listener)
                .withValidation(new Validation(validator, 0, false));
        Model model = ModelCatalog.standard()
                .trainer(kind, JsonMapper.shared().readTree(config.replace('\'', '"')))
                .train(DATA, context);
        assertThat(curve).hasSize(4).doesNotHaveDuplicates();
        double best = curve.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        assertThat(validator.score(model, SPLIT)).isEqualTo(best);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndcg", "ndcg@", "ndcg@0", "auc@10", "rmse", "rmse@10", "NDCG@10", "ndcg@1234567890"})
    void otherMetricsAreRejected(String text) {
        assertThatThrownBy(() -> RankingMetric.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a ranking metric is METRIC@K with METRIC one of hr, recall, recall-capped, precision, ndcg, ndcg-per-target, ndcg-graded, mrr, map and K at least 1, but was \""
                                + text + "\"");
    }

    @Test
    void aMetricIsReadBack() {
        for (String text : List.of("ndcg@10", "hr@1", "ndcg-per-target@20")) {
            assertThat(RankingMetric.parse(text)).hasToString(text);
        }
        assertThat(RankingValidator.of("hr@20", 1).measured()).isEqualTo(new RankingMetric("hr", 20));
        assertThatThrownBy(() -> validator("hr@1", "full-unseen", 0, 1))
                .hasMessage("validation needs at least 1 user, but was to have 0");
    }
}
