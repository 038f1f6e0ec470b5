package org.tandemrec.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.tandemrec.base.Seed;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleWriter;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.GeneratedDataset;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.MovieLensWriter;
import org.tandemrec.model.Model;
import org.tandemrec.model.TrainingContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model of a few users, trained within a moment, as a bundle. */
public final class SmallBundle {
    /** Settings of {@code ra-lst} that train within a moment. */
    public static final String SETTINGS = """
            {"longTerm": {"kind": "lfm", "config": {"epochs": 1, "factors": 4}},
             "shortTerm": {"kind": "gru4rec", "config": {"epochs": 1, "hiddenSize": 8, "batchSize": 16}}}
            """;

    private static final GeneratorConfig DATA =
            new GeneratorConfig(60, 40, 4, 5, 8, 0.45, 0.92, 0.08, 3, 3.0, 0.4, 0.6, 1000);

    private SmallBundle() {}

    /** The generated data of a seed. */
    public static GeneratedDataset data(long seed) {
        return Generator.generate(DATA, new Seed(seed));
    }

    /** Writes the data of a seed. */
    public static Path writeData(Path folder, long seed) throws IOException {
        MovieLensWriter.write(data(seed), folder);
        return folder;
    }

    /** Trains a model of {@code ra-lst} with a seed and writes it, made at some time. */
    public static Bundle write(Path folder, long seed, Instant created) {
        return write(folder, "ra-lst", SETTINGS, seed, created);
    }

    /** As {@link #write(Path, long, Instant)}, of any kind and settings. */
    public static Bundle write(Path folder, String kind, String settings, long seed, Instant created) {
        Dataset dataset = data(seed).dataset().named("generated data");
        ModelCatalog catalog = ModelCatalog.standard();
        JsonNode config = catalog.resolve(kind, JsonMapper.shared().readTree(settings));
        TrainingContext context = TrainingContext.of(seed);
        Model model = catalog.trainer(kind, config).train(dataset.interactions(), context);
        Manifest manifest = Manifest.of(
                kind,
                config,
                Manifest.Provenance.ofThisJvm("test", created, "scalar", "scalar"),
                new Manifest.Training(
                        seed, Manifest.NO_SPLIT, kind.equals("ra-lst") ? "user-tail(0.1)" : Manifest.NO_SPLIT, 0.1, 1),
                Manifest.Data.of(dataset, dataset.interactions()));
        Bundle bundle = Bundle.of(model, manifest, dataset, dataset.interactions());
        BundleWriter.write(folder, bundle);
        return bundle;
    }
}
