package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Model;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.popularity.PopularityConfig;
import org.tandemrec.model.popularity.PopularityTrainer;
import org.tandemrec.split.RandomLog;
import org.tandemrec.split.ShuffledOrder;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import org.tandemrec.split.TargetRule;

/** An evaluation on shuffled histories: the same lists, only what models are shown before them differs. */
class ShuffledHistoriesTest {
    private static final int USERS = 60;
    private static final int ITEMS = 50;
    private static final Seed SEED = new Seed(11);

    private static final Protocol PROTOCOL = new Protocol(
                    List.of(new CandidateRule.FullUnseen(), new CandidateRule.SampledPopularity(9)),
                    List.of(1, 5),
                    SEED)
            .withMetrics(List.of(Metric.values()))
            .withSlices(List.of(SliceRule.values()));

    /** Users walk around the circle of items from a place of their own: the next item is the last one plus 1. */
    private static Interactions walks() {
        SplittableRandom random = new SplittableRandom(5);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            int first = random.nextInt(ITEMS);
            int count = 12 + random.nextInt(12);
            for (int i = 0; i < count; i++) {
                rows.add(user, (first + i) % ITEMS, 1 + random.nextInt(5), 1000L * i);
            }
        }
        return rows.build(USERS, ITEMS);
    }

    /** Reads nothing but the last item. */
    private static FakeModel lastItem(Interactions data) {
        return FakeModel.of("last", data, (user, history, scores) -> {
            Arrays.fill(scores, 0);
            scores[(history[history.length - 1] + 1) % scores.length] = 1;
        });
    }

    private static Evaluator shuffled(Evaluator evaluator, Protocol protocol, Seed seed) {
        return evaluator.withHistories(ShuffledOrder.of(evaluator.evaluated(), protocol.targets(), seed));
    }

    @ParameterizedTest
    @CsvSource({"user-tail(0.2),last", "user-tail(0.1),all", "leave-last-out,successive"})
    void whoReadsTheLastItemLosesAndPopularityStaysToTheBit(String rule, String targets) {
        Split split = SplitRule.parse(rule).apply(walks());
        Protocol protocol = PROTOCOL.withTargets(TargetRule.parse(targets));
        Model popularity =
                new PopularityTrainer(PopularityConfig.DEFAULT).train(split.train(), TrainingContext.of(SEED.value()));
        List<Contender> contenders =
                List.of(new Contender("last", lastItem(split.all()), new Calibration(2, -1)), Contender.of(popularity));
        Evaluator evaluator = new Evaluator(split, protocol);
        Evaluation inOrder = evaluator.evaluate(contenders);
        Evaluation shuffled = shuffled(evaluator, protocol, SEED).evaluate(contenders);
        for (String candidates : List.of("full-unseen", "sampled-popularity(9)")) {
            assertThat(inOrder.value(candidates, "last", "hr", 1)).isEqualTo(1);
            assertThat(shuffled.value(candidates, "last", "hr", 1)).isLessThan(0.3);
        }
        assertThat(of("popularity", shuffled)).hasSizeGreaterThan(100).isEqualTo(of("popularity", inOrder));
        assertThat(of(Measurement.BEST_CONSTANT, shuffled))
                .isNotEmpty()
                .isEqualTo(of(Measurement.BEST_CONSTANT, inOrder));
        assertThat(shuffled.shortLists()).isEqualTo(inOrder.shortLists());
        assertThat(evaluator.evaluate(contenders))
                .as("the evaluator itself still shows the true histories")
                .isEqualTo(inOrder);
    }

    private static List<Evaluation.Figure> of(String model, Evaluation evaluation) {
        return evaluation.figures().stream()
                .filter(figure -> figure.model().equals(model))
                .toList();
    }

    /** Random logs have repeats, test items before the last target that training lacks, and users without history. */
    @Test
    void whoReadsHistoriesAsSetsLosesNothing() {
        int moved = 0;
        for (int seed = 0; seed < 30; seed++) {
            Split split = new SplitRule.UserTail(0.4).apply(RandomLog.of(seed));
            if (split.targetCount() == 0) {
                continue;
            }
            Protocol protocol = PROTOCOL.withTargets(TargetRule.LAST).withUsers(8);
            FakeModel ordered = FakeModel.random("ordered", split.all(), seed, 20, 0.1);
            FakeModel counts = FakeModel.of("counts", split.all(), (user, history, scores) -> {
                int[] sorted = history.clone();
                Arrays.sort(sorted);
                ordered.scorer().score(user, sorted, scores);
            });
            List<Contender> contenders = List.of(Contender.of(counts), Contender.of(ordered));
            Evaluator evaluator = new Evaluator(split, protocol);
            Evaluation inOrder = evaluator.evaluate(contenders);
            Evaluation shuffled = shuffled(evaluator, protocol, SEED).evaluate(contenders);
            assertThat(of("counts", shuffled)).isEqualTo(of("counts", inOrder));
            moved += of("ordered", shuffled).equals(of("ordered", inOrder)) ? 0 : 1;
        }
        assertThat(moved).isGreaterThan(15);
    }

    @Test
    void theSeedDecidesForAnyNumberOfThreads() {
        Split split = SplitRule.PAPER.apply(walks());
        Protocol protocol = PROTOCOL.withTargets(TargetRule.LAST);
        List<Contender> contenders = List.of(Contender.of(lastItem(split.all())));
        Evaluator evaluator = new Evaluator(split, protocol);
        List<Evaluation> evaluations = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            try (Parallel parallel = new Parallel(threads)) {
                evaluations.add(
                        shuffled(evaluator, protocol, SEED).evaluate(contenders, parallel, ProgressListener.NONE));
            }
        }
        assertThat(evaluations.get(1)).isEqualTo(evaluations.get(0));
        assertThat(shuffled(evaluator, protocol, new Seed(12)).evaluate(contenders))
                .isNotEqualTo(evaluations.get(0));
    }

    @Test
    void figuresStandBesideTheTrueOnes() {
        Split split = SplitRule.PAPER.apply(walks());
        Protocol protocol = PROTOCOL.withTargets(TargetRule.LAST);
        Contender last = Contender.of(lastItem(split.all()));
        assertThat(last.shuffled().name()).isEqualTo("last (shuffled)");
        Evaluator evaluator = new Evaluator(split, protocol);
        Evaluation inOrder = evaluator.evaluate(List.of(last));
        Evaluation shuffled = shuffled(evaluator, protocol, SEED).evaluate(List.of(last.shuffled()));
        Evaluation both = inOrder.with(shuffled);
        assertThat(both.figures()).startsWith(inOrder.figures().toArray(Evaluation.Figure[]::new));
        assertThat(both.figures()).doesNotHaveDuplicates().containsAll(shuffled.figures());
        assertThat(of("last", both)).hasSameSizeAs(of("last (shuffled)", both));
        assertThat(both.perUser().keys()).hasSize(2 * inOrder.perUser().keys().size());
        UserFigures.Key key = new UserFigures.Key("full-unseen", "last (shuffled)", "hr", 1);
        assertThat(both.perUser().values(key)).isEqualTo(shuffled.perUser().values(key));
        assertThat(both.ties()).hasSize(4);
        assertThatThrownBy(() -> inOrder.with(inOrder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("both evaluations have a contender \"last\"; give each one a name of its own");
        Protocol all = protocol.withTargets(TargetRule.ALL);
        Evaluation ofOthers = new Evaluator(split, all).evaluate(List.of(last.shuffled()));
        assertThatThrownBy(() -> inOrder.with(ofOthers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("evaluations of different lists do not go together: of last and all targets");
        Evaluation ofSome = new Evaluator(split, protocol.withUsers(7)).evaluate(List.of(last.shuffled()));
        assertThatThrownBy(() -> inOrder.with(ofSome))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values of different users do not go together: of 60 and of 7 users");
    }

    @Test
    void historiesOfOtherTargetsAreRefused() {
        Split split = SplitRule.PAPER.apply(walks());
        Protocol protocol = PROTOCOL.withTargets(TargetRule.ALL);
        Evaluator evaluator = new Evaluator(split, protocol);
        Split earlier = SplitRule.parse("user-tail(0.5)").apply(walks());
        assertThatThrownBy(() -> evaluator.withHistories(earlier))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "other histories must be before the same targets, but user 0 has others; make them from what "
                                + "is evaluated");
        int[] ends = new int[USERS];
        Arrays.setAll(ends, user -> split.all().end(user));
        Split targetsToo = new Split(split.all().shuffled(ends, SEED), split.train(), split.rule());
        assertThatThrownBy(() -> evaluator.withHistories(targetsToo))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be before the same targets");
        Split fewer = SplitRule.PAPER.apply(RandomLog.of(3));
        assertThatThrownBy(() -> evaluator.withHistories(fewer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("other histories must be of the same 60 users and 50 items, but are of ");
    }
}
