package org.tandemrec.model.ralst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.FixedScores;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.split.Candidates;

/** Eq 8 by hand: four items, of which the last is no candidate and must not move the scales. */
class RaLstModelTest {
    private static final float[] LONG = {1, 2, 3, 10};
    private static final float[] SHORT = {-1, -2, -3, 0};
    private static final Model LONG_TERM = new FixedScores(3, 4, (user, last, item) -> LONG[item]);
    private static final Model SHORT_TERM = new FixedScores(0, 4, (user, last, item) -> SHORT[item] + last + 1);

    private static final Model OTHER = new FixedScores(7, 4, (user, last, item) -> item * item);

    private static FusionWeights weights(Mapping mapping, double theta) {
        return new FusionWeights(
                mapping,
                Objective.LOG_LOSS,
                new double[] {1 - theta, theta},
                List.of(mapping.longTerm(), mapping.shortTerm()),
                List.of(new Calibration(2, -3), new Calibration(1, 1)),
                new Calibration(0.5, -0.25),
                new double[][] {{0.5}, {theta}});
    }

    private static RaLstModel model(Mapping mapping, double theta) {
        return new RaLstModel(
                LONG_TERM,
                SHORT_TERM,
                List.of(),
                Candidates.ofCounts(new int[] {1, 7, 2, 0}),
                weights(mapping, theta),
                weights(Mapping.PROBABILITY, 0.75));
    }

    /** Weights 0.25, 0.25 and 0.5. */
    private static RaLstModel modelOfThree(Mapping mapping, ScoreScale ofOther) {
        FusionWeights weights = new FusionWeights(
                mapping,
                Objective.CROSS_ENTROPY,
                new double[] {0.25, 0.25, 0.5},
                List.of(mapping.longTerm(), mapping.shortTerm(), ofOther),
                List.of(new Calibration(2, -3), new Calibration(1, 1), new Calibration(0.125, 4)),
                new Calibration(0.5, -0.25),
                new double[][] {{0.4, 0.3}, {0.25, 0.5}});
        return new RaLstModel(
                LONG_TERM, SHORT_TERM, List.of(OTHER), Candidates.ofCounts(new int[] {1, 7, 2, 0}), weights, weights);
    }

    private static float[] fuse(RaLstModel model, float[]... scores) {
        float[] fused = new float[4];
        model.fuser().fuse(scores, 0, fused);
        return fused;
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,                0.5,        1.0,        1.5,       7.5",
        "MIN_MAX,             0.25,       0.5,        0.75,      3.75",
        "Z_SCORE,             -0.612372,  0,          0.612372,  7.960842",
        "LOG_SOFTMAX_Z_SCORE, -1.020460,  -0.351901,  0.316658,  7.496568",
        "LOGIT,               -0.75,      0.5,        1.75,      13",
        "PROBABILITY,         0.326706,   0.615529,   0.744231,  0.932765"
    })
    void fusesByHand(Mapping mapping, float first, float second, float third, float other) {
        float[] expected = {first, second, third, other};
        assertThat(fuse(model(mapping, 0.25), LONG, SHORT)).containsExactly(expected, within(3e-6f));
    }

    /** h = x₂ / 4 + x₁ / 4 + x₃ / 2 with x₃ = 0, 1, 4, 9 brought to the scale of the third part. */
    @ParameterizedTest
    @CsvSource({
        "NONE,                NONE,        0,          0.5,        2,          7",
        "MIN_MAX,             MIN_MAX,     0.25,       0.375,      0.75,       2.625",
        "LOG_SOFTMAX_Z_SCORE, Z_SCORE,     -0.898378,  -0.548018,  0.390691,   4.754866",
        "LOG_SOFTMAX_Z_SCORE, LOG_SOFTMAX, -2.441030,  -1.884844,  -0.328657,  5.064646",
        "LOGIT,               LOGIT,       1.75,       2.0625,     2.5,        7.0625"
    })
    void fusesThreeByHand(Mapping mapping, ScoreScale other, float first, float second, float third, float last) {
        float[] expected = {first, second, third, last};
        assertThat(fuse(modelOfThree(mapping, other), LONG, SHORT, new float[] {0, 1, 4, 9}))
                .containsExactly(expected, within(3e-6f));
    }

    @Test
    void aFuserForgetsTheRowBefore() {
        Fusion.Fuser fuser = modelOfThree(Mapping.Z_SCORE, ScoreScale.Z_SCORE).fuser();
        float[][] row = {LONG, SHORT, {0, 1, 4, 9}};
        float[] first = new float[4];
        float[] again = new float[4];
        fuser.fuse(row, 0, first);
        fuser.fuse(new float[][] {SHORT, LONG, LONG}, 0, again);
        assertThat(again).isNotEqualTo(first);
        fuser.fuse(row, 0, again);
        assertThat(again).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Mapping.class)
    void contributionsAddUpAndInputsMayBeOutputs(Mapping mapping) {
        RaLstModel model = model(mapping, 1.125);
        float[] longScores = {9, 1, 2, 3, 10, 9};
        float[] shortScores = {9, -1, -2, -3, 0, 9};
        float[] fused = new float[6];
        float[] longPart = new float[6];
        float[] shortPart = new float[6];
        Fusion.Fuser fuser = model.fuser();
        float[][] scores = {longScores, shortScores};
        fuser.fuse(scores, 1, fused);
        fuser.contributions(scores, 1, new float[][] {longPart, shortPart});
        for (int i = 1; i < 5; i++) {
            assertThat(longPart[i] + shortPart[i]).isCloseTo(fused[i], within(1e-6f));
        }
        assertThat(fused[0] + fused[5] + longPart[0] + longPart[5] + shortPart[0] + shortPart[5])
                .isZero();
        float[] overLong = longScores.clone();
        float[] overShort = shortScores.clone();
        fuser.fuse(new float[][] {overLong, shortScores}, 1, overLong);
        fuser.fuse(new float[][] {longScores, overShort}, 1, overShort);
        assertThat(Arrays.copyOfRange(overLong, 1, 5)).isEqualTo(Arrays.copyOfRange(fused, 1, 5));
        assertThat(Arrays.copyOfRange(overShort, 1, 5)).isEqualTo(Arrays.copyOfRange(fused, 1, 5));
        fuser.contributions(scores, 1, scores);
        assertThat(Arrays.copyOfRange(longScores, 1, 5)).isEqualTo(Arrays.copyOfRange(longPart, 1, 5));
        assertThat(Arrays.copyOfRange(shortScores, 1, 5)).isEqualTo(Arrays.copyOfRange(shortPart, 1, 5));
    }

    @ParameterizedTest
    @EnumSource(Mapping.class)
    void partsThatTellNothingApartStayFinite(Mapping mapping) {
        float[] fused = fuse(model(mapping, 0.25), new float[] {3, 3, 3, 3}, new float[] {-7, -7, -7, -7});
        assertThat(fused).containsOnly(fused[0]);
        assertThat(fused[0]).isFinite();
    }

    @ParameterizedTest
    @EnumSource(ScoreScale.class)
    void onlyTheProbabilityIsBent(ScoreScale scale) {
        ScoreScale.Affine affine = scale.affine(new float[] {5, 1, 2, 4, 5}, 1, 3, new Calibration(3, -1));
        float expected = switch (scale) {
            case NONE -> 2;
            case MIN_MAX -> 1f / 3;
            case Z_SCORE -> -0.2672612f;
            case LOG_SOFTMAX -> (float) (2 - Math.log(Math.exp(1) + Math.exp(2) + Math.exp(4)));
            case LOGIT, PROBABILITY -> 5;
        };
        assertThat(affine.factor() * 2 + affine.shift()).isCloseTo(expected, within(1e-6f));
    }

    @Test
    void aSessionFusesItsPartsSessions() {
        RaLstModel model = model(Mapping.NONE, 0.25);
        Session session = model.open(2);
        assertThat(session.lanes()).isEqualTo(2);
        session.reset(0, 1);
        session.reset(1, 2);
        session.advance(new int[] {-1, 2}, new long[] {Session.UNTIMED, Session.UNTIMED});
        float[] scores = new float[8];
        session.score(new int[] {1, 0}, 2, scores);
        assertThat(scores).containsExactly(1.25f, 1.75f, 2.25f, 8.25f, 0.5f, 1, 1.5f, 7.5f);
        assertThat(model.userCount()).isEqualTo(3);
        assertThat(model.itemCount()).isEqualTo(4);
    }

    @Test
    void loadsWhatItWas() {
        RaLstModel model = model(Mapping.LOG_SOFTMAX_Z_SCORE, 0.375);
        ModelState state = model.state();
        RaLstModel loaded = RaLstModel.load(state, LONG_TERM, SHORT_TERM);
        assertThat(loaded.weights()).usingRecursiveComparison().isEqualTo(model.weights());
        assertThat(loaded.state().tensors().keySet()).isEqualTo(state.tensors().keySet());
        for (RaLstModel[] pair : new RaLstModel[][] {{model, loaded}, {model.squared(), loaded.squared()}}) {
            float[] expected = new float[4];
            float[] actual = new float[4];
            pair[0].score(Query.ofHistory(3), expected);
            pair[1].score(Query.ofHistory(3), actual);
            assertThat(actual).isEqualTo(expected);
            assertThat(pair[1].estimate(0.5f)).isEqualTo(pair[0].estimate(0.5f));
        }
        assertThat(model.squared().weights().mapping()).isEqualTo(Mapping.PROBABILITY);
    }

    @Test
    void loadsWhatItWasOfThree() {
        RaLstModel model = modelOfThree(Mapping.LOG_SOFTMAX_Z_SCORE, ScoreScale.LOG_SOFTMAX);
        RaLstModel loaded = RaLstModel.load(model.state(), LONG_TERM, SHORT_TERM, List.of(OTHER));
        assertThat(loaded.weights()).usingRecursiveComparison().isEqualTo(model.weights());
        assertThat(loaded.parts()).containsExactly(LONG_TERM, SHORT_TERM, OTHER);
        assertThat(loaded.userCount()).isEqualTo(7);
        float[] expected = new float[4];
        float[] actual = new float[4];
        model.score(Query.ofHistory(3), expected);
        loaded.score(Query.ofHistory(3), actual);
        assertThat(actual).isEqualTo(expected);
        assertThatThrownBy(() -> RaLstModel.load(model.state(), LONG_TERM, SHORT_TERM))
                .hasMessage("tensor theta has shape [2], but [1] is needed");
        Model smaller = new FixedScores(3, 2, (user, last, item) -> item);
        assertThatThrownBy(() -> RaLstModel.load(model.state(), LONG_TERM, SHORT_TERM, List.of(smaller)))
                .hasMessage("the long-term part has 4 items, the other part 1 2");
    }

    @Test
    void aStateOfOtherItemsIsRejected() {
        ModelState state = model(Mapping.NONE, 0.5).state();
        Model smaller = new FixedScores(3, 2, (user, last, item) -> item);
        assertThatThrownBy(() -> RaLstModel.load(state, LONG_TERM, smaller))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the long-term part has 4 items, the short-term part 2");
        assertThatThrownBy(() -> RaLstModel.load(state, smaller, smaller))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("items are 0 … 1, but a candidate is 2");
        assertThatThrownBy(() -> RaLstModel.load(new ModelState(), LONG_TERM, SHORT_TERM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor candidates (Ints) is missing");
    }

    @Test
    void codesOfMappingsAreForever() {
        assertThat(Arrays.stream(Mapping.values()).mapToInt(Mapping::code)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(Arrays.stream(Mapping.values()).map(mapping -> Mapping.ofCode(mapping.code())))
                .containsExactly(Mapping.values());
        assertThatThrownBy(() -> Mapping.ofCode(9)).hasMessage("no mapping has the code 9");
        assertThat(Arrays.stream(ScoreScale.values()).mapToInt(ScoreScale::code))
                .containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(Arrays.stream(ScoreScale.values()).map(scale -> ScoreScale.ofCode(scale.code())))
                .containsExactly(ScoreScale.values());
        assertThatThrownBy(() -> ScoreScale.ofCode(9)).hasMessage("no scale has the code 9");
    }
}
