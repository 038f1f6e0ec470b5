package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.split.RandomLog;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/** The figures of a sample of users are those of the same users in an evaluation of everybody. */
class EvaluatedUsersTest {
    private static final Protocol PROTOCOL = new Protocol(
            List.of(new CandidateRule.FullUnseen(), new CandidateRule.SampledUniform(8)), List.of(1, 5), new Seed(17));

    private static final Offset<Double> ROUNDING = within(1e-12);

    private static List<Contender> contenders(Split split) {
        FakeModel random = FakeModel.random("random", split.all(), 5, 50, 0);
        FakeModel rating = new FakeModel("rating", random.userCount(), random.itemCount(), true, random.scorer());
        return List.of(new Contender("random", random, new Calibration(2.5, -1.25)), Contender.of(rating));
    }

    /** What an evaluation of everybody finds of each user: the evaluation in which all other users' rows end with training. */
    private static List<Evaluation> ofEachUser(Split split, Split drawn) {
        List<Evaluation> evaluations = new ArrayList<>();
        for (int user = 0; user < split.all().userCount(); user++) {
            if (drawn.targetCount(user) == 0) {
                continue;
            }
            int[] ends = new int[split.all().userCount()];
            for (int other = 0; other < ends.length; other++) {
                ends[other] = (other == user ? split.all() : split.train()).end(other);
            }
            Split alone = new Split(split.all().prefix(ends), split.train(), split.rule());
            evaluations.add(new Evaluator(alone, PROTOCOL).evaluate(contenders(split)));
        }
        return evaluations;
    }

    private static void assertPooled(Evaluation pooled, List<Evaluation> ofUsers) {
        assertThat(pooled.figures()).hasSizeGreaterThan(20);
        for (int i = 0; i < pooled.figures().size(); i++) {
            Evaluation.Figure figure = pooled.figures().get(i);
            double sum = 0;
            int n = 0;
            boolean isRoot = figure.metric().startsWith("rmse");
            for (Evaluation ofUser : ofUsers) {
                Evaluation.Figure part = ofUser.figures().get(i);
                sum += part.n() * (isRoot ? part.value() * part.value() : part.value());
                n += part.n();
            }
            assertThat(figure.n()).as("%s", figure).isEqualTo(n);
            if (!figure.model().equals(Measurement.BEST_CONSTANT)) { // no sum over lists
                assertThat(figure.value()).as("%s", figure).isCloseTo(isRoot ? Math.sqrt(sum / n) : sum / n, ROUNDING);
            }
        }
        assertThat(pooled.shortLists())
                .isEqualTo(ofUsers.stream().mapToInt(Evaluation::shortLists).sum());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void aSampleAndEverybodyAreMeansOverTheSameUsers(long seed) {
        Split split = new SplitRule.UserTail(0.3).apply(RandomLog.of(seed));
        Evaluator everybody = new Evaluator(split, PROTOCOL);
        assertThat(everybody.sample()).isEmpty();
        assertPooled(everybody.evaluate(contenders(split)), ofEachUser(split, split));
        int users = Math.max(1, split.usersWithTarget() / 3);
        Evaluator some = new Evaluator(split, PROTOCOL.withUsers(users));
        Split drawn = some.evaluated();
        assertThat(drawn.usersWithTarget()).isEqualTo(users);
        assertPooled(some.evaluate(contenders(split)), ofEachUser(split, drawn));
    }

    @Test
    void theSampleIsStated() {
        Split split = new SplitRule.UserTail(0.3).apply(RandomLog.of(3));
        int withTarget = split.usersWithTarget();
        assertThat(new Evaluator(split, PROTOCOL.withUsers(2)).sample())
                .contains("2 of " + withTarget + " users with test targets count, drawn by seed 17");
        assertThat(new Evaluator(split, PROTOCOL.withUsers(withTarget)).sample())
                .isEmpty();
    }

    @Test
    void moreListEntriesThanCanBeCountedAreRefused() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int item = 0; item < 100_000; item++) {
            rows.addUntimed(0, item);
        }
        Split split = new SplitRule.UserTail(0.5).apply(rows.build(1, 100_000));
        Protocol wide = new Protocol(List.of(new CandidateRule.SampledUniform(60_000)), List.of(1), new Seed(1));
        List<Contender> contenders = List.of(Contender.of(FakeModel.constant(split.all())));
        assertThatThrownBy(() -> new Evaluator(split, wide).evaluate(contenders))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "sampled-uniform(60000) makes up to 2,500,050,000 list entries of 50,000 targets, more than can be "
                                + "counted; evaluate fewer users or sample fewer negatives");
    }

    @Test
    void anEvaluationHasAUser() {
        assertThatThrownBy(() -> PROTOCOL.withUsers(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an evaluation needs at least 1 user, but was to have 0");
    }
}
