package org.tandemrec.bench.server;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tandemrec.app.Version;
import org.tandemrec.base.Seed;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleWriter;
import org.tandemrec.bundle.Histories;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.TieRule;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.TrainingContext;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bundle of kind {@code ra-lst} that nobody trained: its factors and weights are drawn by the seed, θ is ½. It costs a server what a
 * trained one of its shape costs.
 */
final class InventedBundle {
    private static final float FACTOR_RANGE = 0.3f;
    private static final int LOG_SOFTMAX_Z_SCORE = 3;

    private final InventedLog log;
    private final Shape shape;
    private final Seed seed;
    private final ModelCatalog catalog = ModelCatalog.standard();

    private InventedBundle(InventedLog log, Seed seed) {
        this.log = log;
        this.shape = log.shape();
        this.seed = seed;
    }

    /** Writes a bundle of the log's users, items and histories. */
    static void write(Path folder, InventedLog log, Seed seed) {
        BundleWriter.write(folder, new InventedBundle(log, seed).bundle());
    }

    private Bundle bundle() {
        ObjectNode config = config();
        ObjectNode resolved = catalog.resolve("ra-lst", config);
        Model model = catalog.load("ra-lst", resolved, state(resolved));
        Histories histories = histories();
        int[] counts = new int[shape.items()];
        for (int item : histories.items()) {
            counts[item]++;
        }
        Map<String, String> titles = new HashMap<>();
        for (int item = 0; item < shape.items(); item++) {
            titles.put(log.itemId(item), "Item number " + item);
        }
        return new Bundle(
                model,
                manifest(resolved, histories),
                ids(shape.users(), log::userId),
                ids(shape.items(), log::itemId),
                titles,
                counts,
                histories);
    }

    private ObjectNode config() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode longTerm = json.objectNode().put("factors", shape.factors());
        ObjectNode shortTerm = json.objectNode().put("hiddenSize", shape.hiddenSize());
        ObjectNode config = json.objectNode();
        config.set("longTerm", json.objectNode().put("kind", "lfm").set("config", longTerm));
        config.set("shortTerm", json.objectNode().put("kind", "gru4rec").set("config", shortTerm));
        return config;
    }

    private ModelState state(ObjectNode resolved) {
        int users = shape.users();
        int items = shape.items();
        ModelState longTerm = new ModelState()
                .put("mean", new double[] {0})
                .put("userFactors", drawn(users, seed.child("userFactors")), users, shape.factors())
                .put("itemFactors", drawn(items, seed.child("itemFactors")), items, shape.factors())
                .put("userBias", new float[0])
                .put("itemBias", new float[0]);
        Interactions hardlyAny =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(0, 1).build(1, items);
        ModelState shortTerm = catalog.trainer(
                        "gru4rec", resolved.get("shortTerm").get("config"))
                .start(hardlyAny, TrainingContext.of(seed.value()))
                .model()
                .state();
        return new ModelState()
                .putNested("longTerm", longTerm)
                .putNested("shortTerm", shortTerm)
                .putNested("fusion", fusion())
                .putNested("squared", fusion())
                .put("candidates", IntStream.range(0, items).toArray());
    }

    private static ModelState fusion() {
        return new ModelState()
                .put("mapping", new int[] {LOG_SOFTMAX_Z_SCORE})
                .put("objective", new int[] {0})
                .put("theta", new double[] {0.5})
                .put("calibrations", new double[] {1, 0, 1, 0, 1, 0})
                .put("thetaPath", new double[] {0.5});
    }

    private float[] drawn(int rows, Seed drawing) {
        SplittableRandom random = drawing.random();
        float[] values = new float[rows * shape.factors()];
        for (int i = 0; i < values.length; i++) {
            values[i] = FACTOR_RANGE * (2 * (float) random.nextDouble() - 1);
        }
        return values;
    }

    private Histories histories() {
        int[] starts = new int[shape.users() + 1];
        int[] items = new int[shape.users() * shape.events()];
        for (int user = 0; user < shape.users(); user++) {
            System.arraycopy(log.history(user), 0, items, starts[user], shape.events());
            starts[user + 1] = starts[user] + shape.events();
        }
        return new Histories(starts, items, new long[0]);
    }

    private static Vocabulary ids(int count, IntFunction<String> id) {
        List<String> ids = IntStream.range(0, count).mapToObj(id).toList();
        return Vocabulary.of(ids);
    }

    private Manifest manifest(ObjectNode resolved, Histories histories) {
        String none = "0".repeat(16);
        return Manifest.of(
                "ra-lst",
                resolved,
                Manifest.Provenance.ofThisJvm(
                        Version.tandem(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        Kernels.best().name(),
                        Gemm.best().name()),
                new Manifest.Training(seed.value(), Manifest.NO_SPLIT, Manifest.NO_SPLIT, 0, 0),
                new Manifest.Data(
                        "invented",
                        "invented",
                        shape.users(),
                        shape.items(),
                        "none",
                        histories.items().length,
                        none,
                        none,
                        TieRule.FILE_ORDER.description()));
    }
}
