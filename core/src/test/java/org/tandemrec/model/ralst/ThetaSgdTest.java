package org.tandemrec.model.ralst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.FixedScores;
import org.tandemrec.model.Model;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

class ThetaSgdTest {
    private static final double RATE = 0.05;

    /** Held-out lists of users with the given numbers of targets, each with up to {@code negatives} negatives. */
    private static HeldOutLists lists(int negatives, int... targets) {
        Interactions.Builder rows = new Interactions.Builder();
        int items = 12;
        int[] ends = new int[targets.length];
        int size = 0;
        for (int user = 0; user < targets.length; user++) {
            for (int i = 0; i < 2 + targets[user]; i++) {
                rows.addUntimed(user, (3 * user + i) % items);
            }
            ends[user] = size + 2;
            size += 2 + targets[user];
        }
        rows.addUntimed(targets.length, 0);
        for (int item = 1; item < items; item++) {
            rows.addUntimed(targets.length, item);
        }
        Interactions all = rows.build(targets.length + 1, items);
        int[] allEnds = Arrays.copyOf(ends, targets.length + 1);
        allEnds[targets.length] = all.size();
        Split split = new Split(all, all.prefix(allEnds), SplitRule.PAPER);
        Model model = new FixedScores(0, items, (user, last, item) -> 100 * user + 10 * last + item);
        return HeldOutLists.of(
                split,
                Candidates.of(split.train()),
                List.of(model, new FixedScores(0, items, (user, last, item) -> -item)),
                negatives,
                new Seed(4),
                Parallel.sequential(),
                ProgressListener.NONE.start("", 0, ""));
    }

    private static ThetaSgd.Mapped draw(HeldOutLists lists, int weights) {
        SplittableRandom random = new SplittableRandom(7);
        int size = lists.count() * lists.stride;
        float[] x2 = CentralDifference.draw(size, random);
        float[][] differences = new float[weights][];
        Arrays.setAll(differences, k -> CentralDifference.draw(size, random));
        return new ThetaSgd.Mapped(x2, differences);
    }

    /** h of an entry. */
    private static double fused(ThetaSgd.Mapped mapped, double[] theta, int entry) {
        double h = mapped.x2()[entry];
        for (int k = 0; k < mapped.differences().length; k++) {
            h += theta[k] * mapped.differences()[k][entry];
        }
        return h;
    }

    /** Replaces the first {@code weights} numbers by the nearest point of the simplex, where there are several. */
    private static void project(double[] state, int weights) {
        if (weights > 1) {
            System.arraycopy(SimplexTest.byBisection(Arrays.copyOf(state, weights)), 0, state, 0, weights);
        }
    }

    @Test
    void listsHoldTheTargetsScoreFirst() {
        HeldOutLists lists = lists(20, 2, 0, 1);
        assertThat(lists.count()).isEqualTo(3);
        assertThat(lists.userStart).containsExactly(0, 2, 2, 3, 3);
        assertThat(lists.stride).isEqualTo(21);
        // user 0 has items 0 1 | 2 3 of 12, user 2 has 6 7 | 8: all that they never have are negatives
        assertThat(lists.length).containsExactly(1 + 8, 1 + 8, 1 + 9);
        assertThat(lists.scores[0][0]).as("user 0, last item 1, target 2").isEqualTo(12);
        assertThat(lists.scores[0][21]).as("user 0, last item 2, target 3").isEqualTo(23);
        assertThat(lists.scores[0][42]).as("user 2, last item 7, target 8").isEqualTo(278);
        assertThat(lists.scores[1][42]).isEqualTo(-8);
        assertThat(lists.scores[0][1]).as("the first negative is item 4").isEqualTo(14);
        assertThat(lists.scores[1][8]).as("the last one is item 11").isEqualTo(-11);
        assertThat(lists.scores[1][9]).as("nothing comes after it").isZero();
    }

    @Test
    void everyListHasItsOwnMap() {
        HeldOutLists lists = lists(3, 2);
        float[] x2 = lists.mapped(0, ScoreScale.MIN_MAX, new Calibration(1, 0));
        assertThat(x2[0]).as("item 2 among 0 … 11").isCloseTo(2 / 11f, within(1e-6f));
        assertThat(x2[4]).as("item 3 among 0 … 11").isCloseTo(3 / 11f, within(1e-6f));
        float[] x1 = lists.mapped(1, ScoreScale.LOGIT, new Calibration(2, 5));
        assertThat(x1[0]).isEqualTo(1);
        float[] p = lists.mapped(1, ScoreScale.PROBABILITY, new Calibration(2, 5));
        assertThat(p[0]).isCloseTo((float) (1 / (1 + Math.exp(-1))), within(1e-6f));
    }

    /** Eqs 10–11 at two entries: θ = 0.5 → 0.50275 → 0.503099725. */
    @Test
    void squaredErrorByHand() {
        HeldOutLists lists = lists(1, 1);
        float[] x2 = {0.2f, 0.4f};
        float[][] differences = {{0.5f, -0.1f}};
        ThetaSgd.Fit fit = new ThetaSgd(lists, new ThetaSgd.Mapped(x2, differences), 0.01, ThetaSgd.Users.ALL)
                .fit(Objective.SQUARED_ERROR);
        assertThat(fit.path()[0]).containsExactly(0.5);
        assertThat(fit.path()[1]).containsExactly(new double[] {0.503099725}, within(1e-8));
        assertThat(fit.theta()).isEqualTo(fit.path()[fit.path().length - 1]);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.05", "2, 0.05", "3, 0.05", "3, 0.4"})
    void squaredErrorGoesThroughUsersInOrder(int weights, double rate) {
        HeldOutLists lists = lists(3, 2, 0, 1, 3);
        ThetaSgd.Mapped mapped = draw(lists, weights);
        double[] theta = new double[weights];
        Arrays.fill(theta, 1.0 / (weights + 1));
        double[][] path = new ThetaSgd(lists, mapped, rate, ThetaSgd.Users.ALL)
                .fit(Objective.SQUARED_ERROR)
                .path();
        assertThat(path[0]).isEqualTo(theta);
        for (int pass = 1; pass <= 3; pass++) {
            for (int user = 0; user < 4; user++) {
                for (int list = lists.userStart[user]; list < lists.userStart[user + 1]; list++) {
                    for (int j = 0; j < lists.length[list]; j++) {
                        int entry = list * 4 + j;
                        double error = fused(mapped, theta, entry) - (j == 0 ? 1 : 0);
                        for (int k = 0; k < weights; k++) {
                            theta[k] -= rate * error * mapped.differences()[k][entry];
                        }
                    }
                }
                project(theta, weights);
            }
            assertThat(path[pass]).as("pass %d", pass).containsExactly(theta, within(1e-6));
        }
    }

    /** The same descent with gradients from differences of the loss: θ, s and b are all in the path of θ. */
    @ParameterizedTest
    @CsvSource({
        "LOG_LOSS, 1, 0.05",
        "LOG_LOSS, 2, 0.05",
        "LOG_LOSS, 3, 0.6",
        "CROSS_ENTROPY, 1, 0.05",
        "CROSS_ENTROPY, 2, 0.05",
        "CROSS_ENTROPY, 3, 0.6"
    })
    void followsTheDifferencesOfTheLoss(Objective objective, int weights, double rate) {
        HeldOutLists lists = lists(3, 2, 0, 1, 3);
        ThetaSgd.Mapped mapped = draw(lists, weights);
        double[][] path = new ThetaSgd(lists, mapped, rate, ThetaSgd.Users.ALL)
                .fit(objective)
                .path();
        double[] state = new double[weights + 2];
        Arrays.fill(state, 1.0 / (weights + 1));
        state[weights] = 1;
        state[weights + 1] = objective == Objective.LOG_LOSS ? -Math.log(3) : 0;
        boolean leftTheSimplex = false;
        for (int pass = 1; pass <= 4; pass++) {
            double[] mean = new double[weights];
            for (int user = 0; user < 4; user++) {
                int from = lists.userStart[user];
                int to = lists.userStart[user + 1];
                if (from < to) {
                    double[] gradient = CentralDifference.of(state, () -> {
                        double loss = 0;
                        for (int list = from; list < to; list++) {
                            loss += loss(objective, lists, mapped, list, state);
                        }
                        return loss / (to - from);
                    });
                    for (int i = 0; i < state.length; i++) {
                        state[i] -= rate * gradient[i];
                    }
                    double[] before = state.clone();
                    project(state, weights);
                    leftTheSimplex |= !Arrays.equals(before, state);
                    for (int k = 0; k < weights; k++) {
                        mean[k] += state[k] / 3; // of the users who have targets
                    }
                }
            }
            assertThat(path[pass]).as("pass %d", pass).containsExactly(mean, within(1e-5));
        }
        assertThat(path.length).isGreaterThan(5);
        assertThat(leftTheSimplex).as("the projection is tested, too").isEqualTo(rate > 0.5);
    }

    private static double loss(
            Objective objective, HeldOutLists lists, ThetaSgd.Mapped mapped, int list, double[] state) {
        double loss = 0;
        double expSum = 0;
        for (int j = 0; j < lists.length[list]; j++) {
            int i = list * lists.stride + j;
            double scaled = state[state.length - 2] * fused(mapped, state, i);
            expSum += Math.exp(scaled);
            if (objective == Objective.LOG_LOSS) {
                double logit = scaled + state[state.length - 1];
                loss += Math.log1p(Math.exp(j == 0 ? -logit : logit));
            } else if (j == 0) {
                loss -= scaled;
            }
        }
        return objective == Objective.LOG_LOSS ? loss : loss + Math.log(expSum);
    }

    @ParameterizedTest
    @EnumSource(Objective.class)
    void halfOfTheUsersAreThoseOfEvenNumbers(Objective objective) {
        HeldOutLists lists = lists(3, 2, 2, 1, 3);
        ThetaSgd.Mapped mapped = draw(lists, 1);
        float[] others = mapped.differences()[0].clone();
        int odd = lists.userStart[1] * lists.stride;
        others[odd] += 1;
        ThetaSgd.Mapped changed = new ThetaSgd.Mapped(mapped.x2(), new float[][] {others});
        assertThat(theta(lists, changed, ThetaSgd.Users.EVEN, objective))
                .isEqualTo(theta(lists, mapped, ThetaSgd.Users.EVEN, objective));
        assertThat(theta(lists, changed, ThetaSgd.Users.ALL, objective))
                .isNotEqualTo(theta(lists, mapped, ThetaSgd.Users.ALL, objective));
    }

    private static double[] theta(
            HeldOutLists lists, ThetaSgd.Mapped mapped, ThetaSgd.Users users, Objective objective) {
        return new ThetaSgd(lists, mapped, RATE, users).fit(objective).theta();
    }

    @Test
    void listsAreRankedByNdcgWithTiesAtTheirWorst() {
        HeldOutLists lists = lists(3, 1, 2);
        float[] scores = {3, 3, 1, 0, /* user 1 */ 5, 1, 2, 3, Float.NaN, 1, 2, 3};
        double second = Math.log(2) / Math.log(3);
        double last = Math.log(2) / Math.log(5);
        assertThat(ListNdcg.mean(ListNdcg.ofUsers(lists, scores, user -> user == 0)))
                .isCloseTo(second, within(1e-12));
        assertThat(ListNdcg.mean(ListNdcg.ofUsers(lists, scores, user -> true)))
                .isCloseTo((second + (1 + last) / 2) / 2, within(1e-12));
        assertThat(ListNdcg.mean(ListNdcg.ofUsers(lists, scores, user -> false)))
                .isZero();
    }

    @Test
    void oneStandardErrorIsThatOfThePairedDifferences() {
        double[] best = {1, 0.5, 0.75, 0.25};
        // differences 0.5, 0, 0.25, 0.25: mean 0.25, standard deviation √(0.125 / 3), standard error 0.102
        assertThat(ListNdcg.withinOneStandardError(new double[] {0.5, 0.5, 0.5, 0}, best))
                .isFalse();
        // differences 0.5, -0.5, 0.25, 0: mean 0.0625, standard error 0.213
        assertThat(ListNdcg.withinOneStandardError(new double[] {0.5, 1, 0.5, 0.25}, best))
                .isTrue();
        assertThat(ListNdcg.withinOneStandardError(best, best)).isTrue();
        assertThat(ListNdcg.withinOneStandardError(new double[0], new double[0]))
                .isTrue();
    }
}
