package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class GatedFusionTest {
    private static final int H = 5;
    private static final double TOLERANCE = 2e-5;

    private static GatedFusion fusion() {
        GatedFusion fusion = new GatedFusion("gate", H, InitConfig.DEFAULT, new Seed(5));
        SplittableRandom random = new SplittableRandom(9);
        for (Parameter parameter : fusion.parameters()) {
            Arrays.fill(parameter.gradient(), Float.NaN); // must be overwritten
            CentralDifference.fill(parameter.value(), random);
        }
        return fusion;
    }

    private static GatedFusion.Pass pass(GatedFusion fusion, int sequences, int rows, Parallel parallel) {
        return fusion.pass(sequences, rows, new ParallelGemm(Gemm.best(), parallel), parallel);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void agreesWithTheFormulaAndItsDifferences(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Sequences sequences = SequencesTest.of(3, 1, 5);
        GatedFusion fusion = fusion();
        float[] e = CentralDifference.draw(3 * H, random);
        float[] p = CentralDifference.draw(3 * H, random);
        float[] s = CentralDifference.draw(9 * H, random);
        float[] dO = CentralDifference.draw(9 * H, random);
        double[] es = CentralDifference.doubles(e);
        double[] ps = CentralDifference.doubles(p);
        double[] ss = CentralDifference.doubles(s);
        List<double[]> weights = ReferenceTransformer.doubles(fusion.parameters());
        float[] o = new float[9 * H];
        float[] de = CentralDifference.draw(3 * H, random); // must be overwritten
        float[] dp = CentralDifference.draw(3 * H, random);
        float[] ds = CentralDifference.draw(9 * H, random);
        GatedFusion.Pass pass = pass(fusion, 3, 9, Parallel.sequential());
        pass.forward(sequences, e, p, s, o);
        pass.backward(sequences, e, p, s, dO, de, dp, ds);

        Near.assertNear(o, ReferenceFusion.gate(sequences, es, ps, ss, weights), TOLERANCE);
        var loss = ReferenceLayers.loss(dO, () -> ReferenceFusion.gate(sequences, es, ps, ss, weights));
        Near.assertNear(de, CentralDifference.of(es, loss), TOLERANCE);
        Near.assertNear(dp, CentralDifference.of(ps, loss), TOLERANCE);
        Near.assertNear(ds, CentralDifference.of(ss, loss), TOLERANCE);
        for (int i = 0; i < weights.size(); i++) {
            double[] expected = CentralDifference.of(weights.get(i), loss);
            Near.assertNear(fusion.parameters().get(i).gradient(), expected, TOLERANCE);
        }
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Sequences sequences = SequencesTest.of(90, 3, 40, 1);
        int R = sequences.rows();
        List<float[]> results = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            SplittableRandom random = new SplittableRandom(3);
            GatedFusion fusion = fusion();
            float[] e = CentralDifference.draw(4 * H, random);
            float[] p = CentralDifference.draw(4 * H, random);
            float[] s = CentralDifference.draw(R * H, random);
            float[] o = new float[R * H];
            float[] de = new float[4 * H];
            float[] dp = new float[4 * H];
            float[] ds = new float[R * H];
            try (Parallel parallel = new Parallel(threads)) {
                GatedFusion.Pass pass = pass(fusion, 4, R, parallel);
                pass.forward(sequences, e, p, s, o);
                pass.backward(sequences, e, p, s, CentralDifference.draw(R * H, random), de, dp, ds);
            }
            results.addAll(List.of(o, de, dp, ds, fusion.parameters().get(2).gradient()));
        }
        for (int i = 5; i < results.size(); i++) {
            assertThat(results.get(i)).isEqualTo(results.get(i % 5));
        }
    }

    @Test
    void namesItsParameters() {
        assertThat(fusion().parameters().stream().map(Parameter::name))
                .containsExactly(
                        "gate.context.weights", "gate.context.bias", "gate.rows.weights", "gate.sequence.weights");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        GatedFusion.Pass pass = pass(fusion(), 1, 3, Parallel.sequential());
        float[] one = new float[H];
        float[] rows = new float[4 * H];
        assertThatThrownBy(() -> pass.forward(SequencesTest.of(4), one, one, rows, rows.clone()))
                .hasMessage("this pass has room for 3 rows in 1 sequences, but there are 4 in 1");
        assertThatThrownBy(() -> pass(fusion(), 0, 1, Parallel.sequential()))
                .hasMessage("maxSequences must be at least 1, but was 0");
        assertThatThrownBy(() -> pass(fusion(), 1, 0, Parallel.sequential()))
                .hasMessage("maxRows must be at least 1, but was 0");
    }
}
