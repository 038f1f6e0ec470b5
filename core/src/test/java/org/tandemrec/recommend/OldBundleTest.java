package org.tandemrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.model.ralst.RaLstModel;

/** A bundle that was written when RA_LST had two parts and no more. */
class OldBundleTest {
    private static final Bundle BUNDLE =
            BundleReader.read(Path.of("src/test/resources/bundles/ra-lst-of-two"), ModelCatalog.standard());

    @Test
    void recommendsAsItDid() {
        List<Recommendation> list = Recommender.of(BUNDLE).recommend("3", 3);
        assertThat(list).extracting(Recommendation::itemId).containsExactly("2", "9", "28");
        float[] scores = {1.5329926f, 1.35959f, 1.160008f};
        float[] longTerm = {0.12156993f, 0.29618222f, 0.056354977f};
        for (int i = 0; i < scores.length; i++) {
            assertThat(list.get(i).score()).isCloseTo(scores[i], within(1e-5f));
            Recommendation.Parts parts = Objects.requireNonNull(list.get(i).parts());
            assertThat(parts.longTerm()).isCloseTo(longTerm[i], within(1e-5f));
            assertThat(parts.others()).isEmpty();
        }
    }

    @Test
    void wouldBeWrittenAsItWas() {
        RaLstModel model = (RaLstModel) BUNDLE.model();
        assertThat(model.weights().theta()).isCloseTo(0.6699, within(5e-5));
        assertThat(model.state().tensors().keySet())
                .filteredOn(name -> !name.startsWith("longTerm.") && !name.startsWith("shortTerm."))
                .containsExactly(
                        "fusion.mapping",
                        "fusion.objective",
                        "fusion.theta",
                        "fusion.calibrations",
                        "fusion.thetaPath",
                        "squared.mapping",
                        "squared.objective",
                        "squared.theta",
                        "squared.calibrations",
                        "squared.thetaPath",
                        "candidates");
        assertThat(ModelCatalog.standard()
                        .resolve(RaLstModel.KIND, BUNDLE.manifest().config())
                        .propertyNames())
                .doesNotContain("others");
    }
}
