package org.tandemrec.app.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.eval.CandidateRule;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.Holm;
import org.tandemrec.eval.Metric;
import org.tandemrec.eval.PairedTest;
import org.tandemrec.eval.Protocol;
import org.tandemrec.eval.UserFigures;
import org.tandemrec.split.TargetRule;

class StandingsTest {
    private static final String FULL = "full-unseen";
    private static final int USERS = 200;
    private static final Measure NDCG = new Measure(FULL, "ndcg", 10, null);
    private static final Measure MAE = new Measure("rated", "mae", null, null);

    private static Protocol protocol(Metric... metrics) {
        return new Protocol(List.of(new CandidateRule.FullUnseen()), List.of(10), new Seed(42))
                .withMetrics(List.of(metrics));
    }

    /** A run whose users have these values of NDCG, and a MAE of its own. */
    private static ModelRun run(String model, long seed, double mae, int users, IntToDoubleFunction ndcg) {
        double[] values = IntStream.range(0, users).mapToDouble(ndcg).toArray();
        Map<UserFigures.Key, double[]> perUser = new LinkedHashMap<>();
        perUser.put(NDCG.key(model), values);
        List<Evaluation.Figure> figures = List.of(
                new Evaluation.Figure(
                        FULL, model, "ndcg", 10, Arrays.stream(values).average().orElseThrow(), users),
                new Evaluation.Figure(FULL, model, "ndcg", 10, "history:0-10", seed, users),
                new Evaluation.Figure(FULL, "best-constant", "rmse", null, 0.1, users),
                new Evaluation.Figure("rated", model, "mae", null, mae, users));
        Evaluation evaluation = new Evaluation(
                TargetRule.SUCCESSIVE,
                figures,
                new UserFigures(IntStream.range(0, users).toArray(), perUser),
                List.of(),
                0);
        return new ModelRun(model, "lfm", seed, 1, 1000, 3, null, List.of(), evaluation);
    }

    private static List<ModelRun> seeds(String model, double mae, IntToDoubleFunction ndcg) {
        return List.of(
                run(model, 1, mae, USERS, ndcg),
                run(model, 2, mae + 0.2, USERS, user -> ndcg.applyAsDouble(user) + 0.1));
    }

    private static double noise(int user, int salt) {
        return (Seed.mix(user * 31L + salt) >>> 11) * 0x1p-53;
    }

    private static Standings standings() {
        List<List<ModelRun>> models = List.of(
                seeds("middle", 0.5, user -> 0.5 * noise(user, 1)),
                seeds("best", 0.9, user -> 0.5 * noise(user, 1) + (user % 20 == 0 ? 0.01 : 0)),
                seeds("low", 0.1, user -> 0.3 * noise(user, 1)));
        return Standings.of(models, protocol(Metric.NDCG, Metric.MAE), Parallel.sequential());
    }

    @Test
    void modelsAreRankedByTheMainMeasureWhicheverWayIsBetter() {
        Standings standings = standings();
        assertThat(standings.candidates()).containsExactly(FULL, "rated");
        assertThat(standings.main(FULL)).isEqualTo(NDCG);
        assertThat(standings.ranking(FULL)).containsExactly("best", "middle", "low");
        assertThat(standings.main("rated")).isEqualTo(MAE);
        assertThat(standings.ranking("rated")).containsExactly("low", "middle", "best");
        assertThat(standings.measures()).endsWith(NDCG.of("history:0-10")).hasSize(3);
    }

    @Test
    void aStandingIsTheMeanOverSeeds() {
        Standings standings = standings();
        Standing low = standings.standing("low", MAE).orElseThrow();
        assertThat(low.value()).isCloseTo(0.2, within(1e-12));
        assertThat(low.deviation()).isCloseTo(0.2 / Math.sqrt(2), within(1e-12));
        assertThat(low.interval()).isNull();
        assertThat(low.p()).isNull();
        Standing best = standings.standing("best", NDCG).orElseThrow();
        double[] perUser = Objects.requireNonNull(standings.perUser().get(NDCG.key("best")));
        assertThat(best.value()).isCloseTo(Arrays.stream(perUser).average().orElseThrow(), within(1e-12));
        assertThat(best.interval()).isNotNull().matches(interval -> interval.contains(best.value()));
        assertThat(perUser[3]).isCloseTo(0.5 * noise(3, 1) + 0.05, within(1e-12));
        assertThat(standings
                        .standing("best", NDCG.of("history:0-10"))
                        .orElseThrow()
                        .interval())
                .isNull();
    }

    @Test
    void theBestModelIsComparedWithEachOtherOne() {
        Standings standings = standings();
        Map<UserFigures.Key, double[]> perUser = standings.perUser();
        Seed seed = new Seed(42).child("randomization");
        double[] best = Objects.requireNonNull(perUser.get(NDCG.key("best")));
        List<double[]> others = Stream.of("middle", "low")
                .map(model -> Objects.requireNonNull(perUser.get(NDCG.key(model))))
                .toList();
        double[] adjusted = Holm.adjust(others.stream()
                .mapToDouble(values -> PairedTest.randomization(best, values, PairedTest.ROUNDS, seed))
                .toArray());
        double[] ranks = Holm.adjust(others.stream()
                .mapToDouble(values -> PairedTest.wilcoxon(best, values))
                .toArray());
        assertThat(standings.standing("best", NDCG).orElseThrow().p()).isNull();
        assertThat(standings.standing("best", NDCG).orElseThrow().mark()).isEmpty();
        assertThat(standings.standing("middle", NDCG).orElseThrow().p()).isEqualTo(adjusted[0]);
        assertThat(standings.standing("low", NDCG).orElseThrow().p()).isEqualTo(adjusted[1]);
        assertThat(standings.standing("best", NDCG).orElseThrow().wilcoxon()).isNull();
        assertThat(standings.standing("middle", NDCG).orElseThrow().wilcoxon()).isEqualTo(ranks[0]);
        assertThat(standings.standing("low", NDCG).orElseThrow().wilcoxon()).isEqualTo(ranks[1]);
        assertThat(standings.standing("low", NDCG).orElseThrow().mark()).isEqualTo("***");
        assertThat(standings.standing("low", NDCG).orElseThrow().isSignificant())
                .isTrue();
    }

    @Test
    void aFewLargeDifferencesAreDisputed() {
        List<List<ModelRun>> models = List.of(
                List.of(run("few", 1, 0, USERS, user -> user < 5 ? 0.9 : 0.29)),
                List.of(run("many", 1, 0, USERS, user -> user < 5 ? 0.1 : 0.30)));
        Standings standings = Standings.of(models, protocol(Metric.NDCG, Metric.MAE), Parallel.sequential());
        Standing many = standings.standing("many", NDCG).orElseThrow();
        assertThat(standings.ranking(FULL)).containsExactly("few", "many");
        assertThat(many.p()).isGreaterThan(Standing.LEVEL);
        assertThat(many.wilcoxon()).isLessThan(1e-6);
        assertThat(many.isDisputed()).isTrue();
        assertThat(standings.standing("few", NDCG).orElseThrow().isDisputed()).isFalse();
    }

    @Test
    void equalModelsCannotBeTold() {
        List<List<ModelRun>> models = List.of(
                List.of(run("a", 1, 0, USERS, user -> noise(user, 1))),
                List.of(run("b", 1, 0, USERS, user -> noise(user, 1))));
        Standings standings = Standings.of(models, protocol(Metric.NDCG, Metric.MAE), Parallel.sequential());
        Standing other = standings.standing("b", NDCG).orElseThrow();
        assertThat(standings.ranking(FULL)).containsExactly("a", "b");
        assertThat(other.p()).isEqualTo(1.0);
        assertThat(other.isDisputed()).isFalse();
        assertThat(other.mark()).isEqualTo("=");
        assertThat(other.deviation()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theNumberOfThreadsChangesNothing(int threads) {
        List<List<ModelRun>> models = List.of(
                seeds("a", 0.5, user -> noise(user, 1)),
                seeds("b", 0.5, user -> noise(user, 2)),
                seeds("c", 0.5, user -> noise(user, 3)));
        List<Standing> expected = all(Standings.of(models, protocol(Metric.NDCG), Parallel.sequential()));
        try (Parallel parallel = new Parallel(threads)) {
            assertThat(all(Standings.of(models, protocol(Metric.NDCG), parallel)))
                    .isEqualTo(expected);
        }
    }

    private static List<Standing> all(Standings standings) {
        List<Standing> all = new ArrayList<>();
        for (Measure measure : standings.measures()) {
            standings
                    .ranking(measure.candidates())
                    .forEach(model -> standings.standing(model, measure).ifPresent(all::add));
        }
        return all;
    }

    @Test
    void otherUsersAreRefused() {
        List<List<ModelRun>> models =
                List.of(List.of(run("a", 1, 0, USERS, user -> 0)), List.of(run("b", 7, 0, USERS - 1, user -> 0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Standings.of(models, protocol(Metric.NDCG), Parallel.sequential()))
                .withMessage("the users of b with seed 7 must be those of all others, but are not");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Standings.of(List.of(), protocol(Metric.NDCG), Parallel.sequential()));
    }
}
