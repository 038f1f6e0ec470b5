package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.split.RandomLog;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/** The evaluator gives what the plain one gives, to the bit. */
class EvaluatorReferenceTest {
    private static final int LOGS = 8;

    private static final Protocol PROTOCOL = new Protocol(
            List.of(
                    new CandidateRule.FullUnseen(),
                    new CandidateRule.SampledUniform(5),
                    new CandidateRule.SampledUniform(25)),
            List.of(1, 4, 15),
            new Seed(3));

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
            List<Contender> contenders = contenders(split.all(), seed);
            Evaluation evaluation = new Evaluator(split, PROTOCOL).evaluate(contenders);
            assertThat(ReferenceEvaluator.figures(evaluation))
                    .as("log %d", seed)
                    .isEqualTo(ReferenceEvaluator.evaluate(split, PROTOCOL, contenders));
            evaluated++;
        }
        assertThat(evaluated).isGreaterThanOrEqualTo(LOGS / 2);
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
