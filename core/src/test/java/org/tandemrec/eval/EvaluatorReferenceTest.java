package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.split.RandomLog;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import org.tandemrec.split.TargetRule;

/** The evaluator gives what the plain one gives. */
class EvaluatorReferenceTest {
    private static final int LOGS = 8;

    private static final Protocol PROTOCOL = new Protocol(
            List.of(
                    new CandidateRule.FullUnseen(),
                    new CandidateRule.SampledUniform(5),
                    new CandidateRule.SampledUniform(25)),
            List.of(4, 1, 15),
            new Seed(3));

    /** Everything that can be measured. */
    private static final Protocol WHOLE = new Protocol(
                    List.of(
                            new CandidateRule.Full(),
                            new CandidateRule.FullUnseen(),
                            new CandidateRule.SampledUniform(7),
                            new CandidateRule.SampledPopularity(4)),
                    List.of(3, 1, 50),
                    new Seed(3))
            .withMetrics(List.of(Metric.values()))
            .withSlices(List.of(SliceRule.values()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user-tail(0.1)",
                "user-tail(0.5)",
                "leave-last-out",
                "global-tail(0.2)",
                "global-time(1970-01-01T00:00:40Z)"
            })
    void figuresAreThoseOfTheReference(String rule) {
        int evaluated = 0;
        for (int seed = 0; seed < LOGS; seed++) {
            Split split = SplitRule.parse(rule).apply(RandomLog.of(seed));
            if (split.targetCount() == 0) {
                continue;
            }
            assertLikeTheReference(split, PROTOCOL, contenders(split.all(), seed));
            evaluated++;
        }
        assertThat(evaluated).isGreaterThanOrEqualTo(LOGS / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "last, worst, user-tail(0.4), 1",
        "last, mean, global-tail(0.4), 2",
        "successive, worst, user-tail(0.2), 3",
        "successive, mean, user-tail(0.2), 4",
        "successive, best, global-tail(0.2), 5",
        "all, worst, user-tail(0.5), 6",
        "all, mean, user-tail(0.5), 7",
        "all, best, user-tail(0.5), 8",
        "all, mean, global-tail(0.4), 3"
    })
    void everythingThatCanBeMeasuredIsThatOfTheReference(String targets, String ties, String rule, int seed) {
        Protocol protocol = WHOLE.withTargets(TargetRule.parse(targets)).withTies(RankTies.parse(ties));
        Split split = SplitRule.parse(rule).apply(RandomLog.of(seed));
        List<Contender> contenders = contenders(split.all(), seed).stream()
                .filter(contender ->
                        List.of("distinct", "ties", "no-numbers", "rated").contains(contender.name()))
                .toList();
        assertLikeTheReference(split, protocol, contenders);
    }

    private static void assertLikeTheReference(Split split, Protocol protocol, List<Contender> contenders) {
        Map<ReferenceEvaluator.Name, ReferenceEvaluator.Value> found =
                ReferenceEvaluator.figures(new Evaluator(split, protocol).evaluate(contenders));
        Map<ReferenceEvaluator.Name, ReferenceEvaluator.Value> expected =
                ReferenceEvaluator.evaluate(split, protocol, contenders);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, value) -> {
            ReferenceEvaluator.Value figure = Objects.requireNonNull(found.get(name));
            assertThat(figure.n()).as("%s", name).isEqualTo(value.n());
            if (Double.isNaN(value.value())) {
                assertThat(figure.value()).as("%s", name).isNaN();
            } else {
                assertThat(figure.value()).as("%s", name).isCloseTo(value.value(), within(1e-11));
            }
        });
    }

    private static List<Contender> contenders(Interactions data, long seed) {
        FakeModel distinct = FakeModel.random("distinct", data, seed, 1_000_000, 0);
        FakeModel ties = FakeModel.random("ties", data, seed + 1, 3, 0);
        FakeModel rated = FakeModel.random("rated", data, seed + 2, 10, 0);
        return List.of(
                new Contender("distinct", distinct, new Calibration(3, -2)),
                new Contender("ties", ties, new Calibration(-1, 0.5)),
                Contender.of(FakeModel.constant(data)),
                Contender.of(FakeModel.oracle(data)),
                Contender.of(FakeModel.random("no-numbers", data, seed, 50, 0.3)),
                Contender.of(FakeModel.random("never-a-number", data, seed, 50, 1)),
                Contender.of(new FakeModel("rated", data.userCount(), data.itemCount(), true, rated.scorer())),
                new Contender("fusion", new ToyFusion(distinct, ties, 0.25f), new Calibration(2, -1)),
                Contender.of(new ToyFusion(FakeModel.random("part", data, seed, 20, 0), ties, 0.5f)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theBestConstantIsTheMeanLabelAndNoOtherIsBetter(long seed) {
        Split split = new SplitRule.UserTail(0.3).apply(RandomLog.of(seed));
        double best = constantRmse(split, PROTOCOL, "best-constant", "rmse", 0);
        double least = IntStream.rangeClosed(0, 100)
                .mapToDouble(step -> constantRmse(split, PROTOCOL, "constant", "rmse-raw", step / 100f))
                .min()
                .orElseThrow();
        assertThat(best).isLessThanOrEqualTo(least + 1e-12).isCloseTo(least, within(1e-3));
    }

    private static double constantRmse(Split split, Protocol protocol, String model, String metric, float constant) {
        FakeModel fake = FakeModel.of(
                "constant", split.all(), (user, history, scores) -> java.util.Arrays.fill(scores, constant));
        return new Evaluator(split, protocol)
                .evaluate(List.of(Contender.of(fake)))
                .value("sampled-uniform(25)", model, metric);
    }
}
