package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.split.RandomLog;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import org.tandemrec.split.TargetRule;

class UserFiguresTest {
    private static final UserFigures.Key KEY = new UserFigures.Key("full", "lfm", "ndcg", 10);

    @ParameterizedTest
    @EnumSource
    void theMeanOfUsersIsTheFigure(TargetRule targets) {
        Split split = new SplitRule.UserTail(0.3).apply(RandomLog.of(3));
        Protocol protocol = Protocol.paper(1).withTargets(targets).withMetrics(List.of(Metric.values()));
        Evaluation evaluation = new Evaluator(split, protocol)
                .evaluate(List.of(Contender.of(FakeModel.random("m", split.all(), 1, 50, 0))));
        UserFigures figures = evaluation.perUser();
        assertThat(figures.users())
                .isEqualTo(IntStream.range(0, split.all().userCount())
                        .filter(user -> split.targetCount(user) > 0)
                        .toArray());
        List<UserFigures.Key> means = evaluation.figures().stream()
                .filter(figure -> Metric.parse(figure.metric()).isMeanOverUsers())
                .map(Evaluation.Figure::key)
                .toList();
        assertThat(figures.keys()).isEqualTo(means).hasSize(2 * 9 + 3);
        for (Evaluation.Figure figure : evaluation.figures()) {
            assertThat(figures.contains(figure.key())).isEqualTo(means.contains(figure.key()));
            if (means.contains(figure.key())) {
                double mean =
                        Arrays.stream(figures.values(figure.key())).average().orElseThrow();
                assertThat(mean).isCloseTo(figure.value(), within(1e-12));
            }
        }
        Map<UserFigures.Key, Interval> intervals = figures.intervals(0.99, 400, new Seed(1), Parallel.shared());
        assertThat(intervals.keySet()).containsExactlyElementsOf(means);
        intervals.forEach((key, interval) -> {
            double mean = Arrays.stream(figures.values(key)).average().orElseThrow();
            assertThat(mean).as("%s", key).isBetween(interval.low() - 1e-12, interval.high() + 1e-12);
        });
        assertThat(intervals.get(means.getFirst()))
                .isEqualTo(Bootstrap.interval(figures.values(means.getFirst()), 0.99, 400, new Seed(1)));
    }

    @Test
    void whatIsHandedOutIsACopy() {
        UserFigures figures = new UserFigures(new int[] {1, 5}, Map.of(KEY, new double[] {0.25, 0.5}));
        figures.users()[0] = 9;
        figures.values(KEY)[0] = 9;
        assertThat(figures)
                .isEqualTo(new UserFigures(new int[] {1, 5}, Map.of(KEY, new double[] {0.25, 0.5})))
                .hasSameHashCodeAs(new UserFigures(new int[] {1, 5}, Map.of(KEY, new double[] {0.25, 0.5})))
                .isNotEqualTo(new UserFigures(new int[] {1, 6}, Map.of(KEY, new double[] {0.25, 0.5})))
                .isNotEqualTo(new UserFigures(new int[] {1, 5}, Map.of(KEY, new double[] {0.25, 0.75})));
    }

    @Test
    void valuesAndUsersGoTogether() {
        assertThatThrownBy(() -> new UserFigures(new int[] {1}, Map.of(KEY, new double[2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(KEY + " has 2 values for 1 users");
        UserFigures figures = new UserFigures(new int[] {1}, Map.of(KEY, new double[1]));
        UserFigures.Key other = new UserFigures.Key("full", "lfm", "hr", 10);
        assertThatThrownBy(() -> figures.values(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no values of " + other + "; there are those of [" + KEY + "]");
    }
}
