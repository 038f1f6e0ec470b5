package org.tandemrec.model.ralst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.FixedScores;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Query;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fusion of two parts keeps its bits: weights, calibrations, scores and addends of both fusions are those of the version that knew
 * two parts only. Sums have bits of their own on each kind of machine, so these were recorded on three.
 */
class TwoPartsTest {
    private static final int ITEMS = 40;
    /** All that occur, and one that never does, so that not every item is a candidate. */
    private static final int ALL_ITEMS = ITEMS + 1;

    private static final Trainer LONG_TERM = FixedScores.trainer(
            "long", (user, last, item) -> (item % 5 == user % 5 ? 0.75 : 0) + draw(1, user, item, 0));

    private static final Trainer SHORT_TERM = FixedScores.trainer(
            "short", (user, last, item) -> (item == (last + 1) % ITEMS ? 1 : 0) + 2 * draw(2, last, item, user));

    private static double draw(int kind, int first, int second, int third) {
        return new Seed(kind).child(first).child(second).child(third).random().nextDouble();
    }

    private static Interactions data() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 90; user++) {
            for (int i = 0; i < 12 + user % 20; i++) {
                rows.addUntimed(user, (7 * user + i * (1 + user % 3)) % ITEMS);
            }
        }
        return rows.build(90, ALL_ITEMS);
    }

    private static RaLstConfig config(String mapping, String objective, int heldOutUsers) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("mapping", mapping).put("objective", objective).put("negatives", 15);
        json.put("learningRate", 0.05).put("refit", false).put("heldOutUsers", heldOutUsers);
        return (RaLstConfig) ModelCatalog.standard().config(RaLstModel.KIND, json);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            auto, auto, 0, 0.729705, 1.191232, 2635404c254cfc42, 4a29f9d982225d4a, befd7f69c31296e0
            none, log-loss, 0, 1.205254, 1.191232, c21d45a71e8d8f85, 5e69b886d222ebc6, 4edf56bbe0c4e681
            min-max, cross-entropy, 0, 1.288719, 1.191232, e0196486dd39dbff, 50d03e5aa08d5687, eec149e680c39b24
            z-score, log-loss, 40, 1.187871, 1.216170, d2752f2913bc53b2, 924cba27169f8b1d, 18470802d18e2b93
            log-softmax-z-score, cross-entropy, 0, 1.104068, 1.191232, 42e5816b28b526c3, 29b06b9d64a9abe7, bac96a35a05188cd
            log-softmax-z-score, log-loss, 0, 1.065677, 1.191232, b7d08490cea43e73, 5ba0eacfb449121a, 5ab9ca86eb84e944
            logit, auto, 30, 0.617297, 1.141418, 67264093eb4b1a02, 2bb7d4dc0a64cf4d, e6c74bc7fed68212
            """)
    void keepsItsBits(
            String mapping,
            String objective,
            int heldOutUsers,
            double theta,
            double squaredTheta,
            String scalar,
            String vector128,
            String vector256) {
        TrainingContext context = TrainingContext.of(5).withParallel(Parallel.sequential());
        RaLstConfig config = config(mapping, objective, heldOutUsers);
        RaLstModel model = (RaLstModel) new RaLstTrainer(config, LONG_TERM, SHORT_TERM).train(data(), context);
        assertThat(model.weights().theta()).isCloseTo(theta, within(1e-5));
        assertThat(model.squared().weights().theta()).isCloseTo(squaredTheta, within(1e-5));
        String digest = Long.toHexString(digest(model));
        switch (Kernels.best().name()) {
            case "scalar" -> assertThat(digest).isEqualTo(scalar);
            case "vector-128" -> assertThat(digest).isEqualTo(vector128);
            case "vector-256" -> assertThat(digest).isEqualTo(vector256);
            default ->
                assertThat(digest)
                        .as("a machine of which no bits were recorded")
                        .isNotEqualTo(scalar);
        }
    }

    /** All numbers of a fusion and of its scores, mixed into one. */
    private static long digest(RaLstModel model) {
        long digest = 0;
        ModelState state = model.state();
        for (Map.Entry<String, ModelState.Tensor> entry : state.tensors().entrySet()) {
            digest = mix(digest, entry.getKey().hashCode());
            switch (entry.getValue()) {
                case ModelState.Tensor.Floats floats -> digest = mix(digest, floats.data());
                case ModelState.Tensor.Ints ints -> {
                    for (int value : ints.data()) {
                        digest = mix(digest, value);
                    }
                }
                case ModelState.Tensor.Doubles doubles -> {
                    for (double value : doubles.data()) {
                        digest = mix(digest, Double.doubleToLongBits(value));
                    }
                }
            }
        }
        for (RaLstModel fusion : new RaLstModel[] {model, model.squared()}) {
            for (int user = 0; user < 90; user += 7) {
                float[] scores = new float[ALL_ITEMS];
                fusion.score(new Query(user, user % 11, user % 13), scores);
                digest = mix(digest, scores);
                float[] longScores = scores(fusion.longTerm(), user);
                float[] shortScores = scores(fusion.shortTerm(), user);
                float[][] parts = {longScores, shortScores};
                fusion.fuser().contributions(parts, 0, parts);
                digest = mix(mix(digest, longScores), shortScores);
            }
        }
        return digest;
    }

    private static float[] scores(Model part, int user) {
        float[] scores = new float[ALL_ITEMS];
        part.score(new Query(user, user % 11, user % 13), scores);
        return scores;
    }

    private static long mix(long digest, float[] values) {
        long mixed = digest;
        for (float value : values) {
            mixed = mix(mixed, Float.floatToIntBits(value));
        }
        return mixed;
    }

    private static long mix(long digest, long value) {
        return Seed.mix(digest + 0x9E3779B97F4A7C15L + value);
    }
}
