package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ralst.RaLstModel;
import org.tandemrec.split.RandomLog;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

class ContenderTest {
    private static final Split SPLIT = new SplitRule.UserTail(0.3).apply(RandomLog.of(3));

    private static final Interactions DATA = SPLIT.all();

    private static FakeModel part(String kind, long salt) {
        return FakeModel.random(kind, DATA, salt, 100, 0);
    }

    private static RaLstModel fusion(Model longTerm, Model shortTerm) {
        ModelState state = new ModelState()
                .put("candidates", new int[] {0, 1, 2})
                .putNested("fusion", weights(0.75, 1))
                .putNested("squared", weights(0.5, 2));
        return RaLstModel.load(state, longTerm, shortTerm);
    }

    private static ModelState weights(double theta, double scaleOfFused) {
        return new ModelState()
                .put("mapping", new int[] {0})
                .put("objective", new int[] {1})
                .put("theta", new double[] {theta})
                .put("calibrations", new double[] {3, -3, 4, -4, scaleOfFused, -1})
                .put("thetaPath", new double[] {0.5, theta});
    }

    @Test
    void aFusionComesWithItsPartsAndTheSquaredOneEachCalibrated() {
        FakeModel lfm = part("lfm", 1);
        FakeModel gru = part("gru4rec", 2);
        RaLstModel fusion = fusion(lfm, gru);
        List<Contender> all = Contender.allOf(fusion);
        assertThat(all).extracting(Contender::name).containsExactly("lfm", "gru4rec", "ra-lst", "ra-lst-squared");
        assertThat(all)
                .extracting(Contender::calibration)
                .containsExactly(
                        new Calibration(3, -3), new Calibration(4, -4), new Calibration(1, -1), new Calibration(2, -1));
        assertThat(all.get(0).model()).isSameAs(lfm);
        assertThat(all.get(1).model()).isSameAs(gru);
        assertThat(all.get(2).model()).isSameAs(fusion);
        assertThat(all.get(3).model()).isInstanceOfSatisfying(RaLstModel.class, squared -> {
            assertThat(squared.weights().theta()).isEqualTo(0.5);
            assertThat(squared.longTerm()).isSameAs(lfm); // so that its scores are shared
            assertThat(squared.shortTerm()).isSameAs(gru);
        });
    }

    @Test
    void theNamesAreThoseOfTheResults() {
        Evaluation evaluation = new Evaluator(SPLIT, Protocol.paper(1))
                .evaluate(Contender.allOf(fusion(part("lfm", 1), part("gru4rec", 2))));
        assertThat(evaluation.figures())
                .extracting(Evaluation.Figure::model)
                .containsOnly("lfm", "gru4rec", "ra-lst", "ra-lst-squared", "best-constant");
        assertThat(evaluation.figures())
                .extracting(Evaluation.Figure::metric)
                .containsOnly("ndcg", "ndcg-per-target", "hr", "rmse", "rmse-raw");
        assertThat(evaluation.figures())
                .extracting(Evaluation.Figure::candidates)
                .containsOnly("sampled-uniform(100)", "full-unseen");
        assertThat(evaluation.figures())
                .extracting(figure -> List.of(figure.candidates(), figure.model(), figure.metric()))
                .doesNotHaveDuplicates();
    }

    @Test
    void partsOfOneKindAreToldApart() {
        assertThat(Contender.allOf(fusion(part("lfm", 1), part("lfm", 2))))
                .extracting(Contender::name)
                .containsExactly("lfm-long-term", "lfm-short-term", "ra-lst", "ra-lst-squared");
    }

    @Test
    void anyOtherModelStandsForItself() {
        FakeModel model = part("lfm", 1);
        assertThat(Contender.allOf(model)).containsExactly(new Contender("lfm", model, null));
    }

    @Test
    void aFigureThatIsNotThereIsNamedWithThoseThatAre() {
        Evaluation evaluation = new Evaluator(SPLIT, Protocol.paper(1)).evaluate(List.of(Contender.of(part("lfm", 1))));
        assertThatThrownBy(() -> evaluation.value("full-unseen", "lmf", "ndcg"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no figure ndcg of lmf among full-unseen; there are those of lfm, best-constant "
                        + "among sampled-uniform(100), full-unseen");
        assertThatThrownBy(() -> evaluation.value("full-unseen", "lfm", "ndcg", 5))
                .hasMessageStartingWith("no figure ndcg@5 of lfm among full-unseen; ");
    }

    @Test
    void partsBesideTheTwoComeAfterThem() {
        ModelState weights = new ModelState()
                .put("mapping", new int[] {0})
                .put("objective", new int[] {1})
                .put("theta", new double[] {0.5, 0.25, 0.125})
                .put("calibrations", new double[] {3, -3, 4, -4, 5, -5, 6, -6, 1, -1})
                .put("thetaPath", new double[] {0.5, 0.25, 0.125}, 1, 3)
                .put("scales", new int[] {0, 0, 0, 0});
        ModelState state = new ModelState()
                .put("candidates", new int[] {0, 1, 2})
                .putNested("fusion", weights)
                .putNested("squared", weights);
        List<Contender> all = Contender.allOf(
                RaLstModel.load(state, part("lfm", 1), part("gru4rec", 2), List.of(part("lfm", 3), part("als", 4))));
        assertThat(all)
                .extracting(Contender::name)
                .containsExactly("lfm-long-term", "gru4rec", "lfm-other-1", "als", "ra-lst", "ra-lst-squared");
        assertThat(all)
                .extracting(Contender::calibration)
                .containsExactly(
                        new Calibration(3, -3),
                        new Calibration(4, -4),
                        new Calibration(5, -5),
                        new Calibration(6, -6),
                        new Calibration(1, -1),
                        new Calibration(1, -1));
    }
}
