package org.tandemrec.model.ralst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.eval.RankingValidator;
import org.tandemrec.model.FixedScores;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.lfm.LfmConfig;
import org.tandemrec.model.lfm.LfmConfigs;
import org.tandemrec.model.lfm.LfmTrainer;
import org.tandemrec.model.ralst.RaLstConfig.MappingChoice;
import org.tandemrec.model.ralst.RaLstConfig.ObjectiveChoice;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/** Fusions of more than two parts, on events that are drawn by the sum of three preferences of which each part knows one. */
class ManyPartsTest {
    private static final int USERS = 150;
    private static final int ITEMS = 40;

    private static final FixedScores.Function OF_USER = (user, last, item) -> draw(1, user, 0, item);
    private static final FixedScores.Function OF_LAST = (user, last, item) -> draw(2, last, 0, item);
    private static final FixedScores.Function OF_BOTH = (user, last, item) -> draw(3, user, last, item);
    private static final FixedScores.Function OF_NONE = (user, last, item) -> draw(4, user, last, item);

    private static final Trainer LONG_TERM = FixedScores.trainer("long", OF_USER);
    private static final Trainer SHORT_TERM = FixedScores.trainer("short", OF_LAST);
    private static final Trainer THIRD = FixedScores.trainer("third", OF_BOTH);
    private static final Trainer NOISE = FixedScores.trainer("noise", OF_NONE);

    private static final Split SPLIT = SplitRule.PAPER.apply(events());

    /** A preference between -3 and 3. */
    private static double draw(int kind, int first, int second, int third) {
        long bits = new Seed(kind).child(first).child(second).child(third).value();
        return 6 * ((bits >>> 11) * 0x1p-53) - 3;
    }

    private static double utility(int user, int last, int item) {
        return OF_USER.score(user, last, item) + OF_LAST.score(user, last, item) + OF_BOTH.score(user, last, item);
    }

    private static Interactions events() {
        SplittableRandom random = new SplittableRandom(8);
        Interactions.Builder rows = new Interactions.Builder();
        double[] odds = new double[ITEMS];
        for (int user = 0; user < USERS; user++) {
            int last = -1;
            for (int i = 0; i < 24; i++) {
                for (int item = 0; item < ITEMS; item++) {
                    odds[item] = Math.exp(utility(user, last, item)) + (item == 0 ? 0 : odds[item - 1]);
                }
                double drawn = random.nextDouble() * odds[ITEMS - 1];
                last = (int) Arrays.stream(odds).filter(upTo -> upTo <= drawn).count();
                rows.addUntimed(user, last);
            }
        }
        return rows.build(USERS, ITEMS);
    }

    private static RaLstConfig config(MappingChoice mapping, ObjectiveChoice objective) {
        RaLstConfig base = RaLstConfig.DEFAULT;
        return new RaLstConfig(base.longTerm(), base.shortTerm(), List.of(), mapping, objective, 0.03f, false, 20, 0);
    }

    private static RaLstModel fuse(RaLstConfig config, Trainer longTerm, Trainer shortTerm, Trainer... others) {
        TrainingContext context = TrainingContext.of(5).withParallel(Parallel.sequential());
        return (RaLstModel)
                new RaLstTrainer(config, longTerm, shortTerm, List.of(others)).train(SPLIT.train(), context);
    }

    private static double ndcg(RaLstModel model) {
        return RankingValidator.of("ndcg@10", 1).score(model, SPLIT);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, LOG_LOSS",
        "MIN_MAX, CROSS_ENTROPY",
        "Z_SCORE, LOG_LOSS",
        "LOG_SOFTMAX_Z_SCORE, CROSS_ENTROPY",
        "LOGIT, LOG_LOSS",
        "AUTO, AUTO"
    })
    void weightsAreOnTheSimplex(MappingChoice mapping, ObjectiveChoice objective) {
        RaLstModel model = fuse(config(mapping, objective), NOISE, SHORT_TERM, THIRD, LONG_TERM, NOISE);
        for (FusionWeights found : List.of(model.weights(), model.squared().weights())) {
            assertThat(found.weights()).hasSize(5);
            assertThat(Arrays.stream(found.weights()).sum()).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(found.weights()).min().orElseThrow()).isNotNegative();
            assertThat(found.path()[0]).containsOnly(0.2);
            for (double[] theta : found.path()) {
                assertThat(Arrays.stream(theta).min().orElseThrow()).isNotNegative();
                assertThat(Arrays.stream(theta).sum()).isLessThanOrEqualTo(1 + 1e-12);
            }
            double knowing = found.weights()[1] + found.weights()[2] + found.weights()[3];
            assertThat(knowing).as("what noise does not get").isGreaterThan(0.8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, LOG_LOSS, 0.01",
        "Z_SCORE, CROSS_ENTROPY, 0.01",
        "LOG_SOFTMAX_Z_SCORE, CROSS_ENTROPY, 0.01",
        "LOG_SOFTMAX_Z_SCORE, LOG_LOSS, 0.03", // the log loss of log-softmax scores falls slowly
        "AUTO, AUTO, 0.01"
    })
    void aCopyOfAPartChangesNoRankingQuality(MappingChoice mapping, ObjectiveChoice objective, double tolerance) {
        RaLstConfig config = config(mapping, objective);
        double pair = ndcg(fuse(config, LONG_TERM, SHORT_TERM));
        assertThat(ndcg(fuse(config, LONG_TERM, SHORT_TERM, LONG_TERM))).isCloseTo(pair, within(tolerance));
        assertThat(ndcg(fuse(config, LONG_TERM, SHORT_TERM, SHORT_TERM))).isCloseTo(pair, within(tolerance));
        assertThat(ndcg(fuse(config, LONG_TERM, SHORT_TERM, NOISE))).isGreaterThan(pair - 0.02);
    }

    @ParameterizedTest
    @EnumSource(
            value = MappingChoice.class,
            names = {"NONE", "Z_SCORE", "LOG_SOFTMAX_Z_SCORE", "AUTO"})
    void threeAreAsGoodAsTheBestPair(MappingChoice mapping) {
        RaLstConfig config = config(mapping, ObjectiveChoice.AUTO);
        double best = Stream.of(
                        fuse(config, LONG_TERM, SHORT_TERM),
                        fuse(config, LONG_TERM, THIRD),
                        fuse(config, THIRD, SHORT_TERM))
                .mapToDouble(ManyPartsTest::ndcg)
                .max()
                .orElseThrow();
        assertThat(ndcg(fuse(config, LONG_TERM, SHORT_TERM, THIRD)))
                .as("each part knows what the others do not")
                .isGreaterThan(best + 0.05);
    }

    @Test
    void aPartTakesTheScaleOfTheTwoThatSuitsIt() {
        // a z-score loses that a part is sure of some lists and not of others; log-softmax keeps that users' scores
        // differ in size
        Trainer certain = FixedScores.trainer(
                "certain",
                (user, last, item) ->
                        last % 2 == 0 ? utility(user, last, item) : 0.05 * OF_NONE.score(user, last, item));
        Trainer scaled = FixedScores.trainer(
                "scaled", (user, last, item) -> Math.pow(100, user % 3 - 1) * OF_USER.score(user, last, item));
        RaLstConfig config = config(MappingChoice.LOG_SOFTMAX_Z_SCORE, ObjectiveChoice.CROSS_ENTROPY);
        RaLstModel model = fuse(config, NOISE, SHORT_TERM, scaled, certain);
        assertThat(model.weights().scales())
                .containsExactly(
                        ScoreScale.Z_SCORE, ScoreScale.LOG_SOFTMAX, ScoreScale.Z_SCORE, ScoreScale.LOG_SOFTMAX);
        assertThat(model.squared().weights().scales()).containsOnly(ScoreScale.PROBABILITY);
    }

    @Test
    void everyPartKeepsItsBitsAndPartsOfAKindDiffer() {
        LfmConfig lfm = LfmConfigs.of(
                LfmConfig.Feedback.IMPLICIT, 4, 2, 0.05f, 0.01f, 0.1f, 2, false, LfmConfig.SampleOrder.SHUFFLED);
        Trainer trainer = new LfmTrainer(lfm);
        ModelState state = fuse(config(MappingChoice.LOGIT, ObjectiveChoice.LOG_LOSS), NOISE, trainer, trainer, trainer)
                .state();
        TrainingContext context = TrainingContext.of(5).withParallel(Parallel.sequential());
        Interactions fitting = context.heldOut().apply(SPLIT.train()).train();
        float[] alone = trainer.train(fitting, context).state().floats("userFactors");
        float[] first = state.floats("others.0.userFactors");
        assertThat(state.floats("shortTerm.userFactors")).isEqualTo(alone).isNotEqualTo(first);
        assertThat(state.floats("others.1.userFactors")).isNotEqualTo(alone).isNotEqualTo(first);
    }
}
