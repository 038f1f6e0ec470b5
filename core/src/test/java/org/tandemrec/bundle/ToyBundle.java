package org.tandemrec.bundle;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.Model;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Small bundles of the toy models, with ids of every shape. */
public final class ToyBundle {
    private static final List<String> ODD_IDS = List.of(
            "",
            "a b",
            "tab\tid",
            "line\nid\r",
            "\"quoted\\\"",
            "Amélie",
            "\uD83C\uDFAC",
            "\uD83C",
            "null",
            "7",
            "\u0000");

    private ToyBundle() {}

    /** Some users, each with some of the items in random order; the last item is never used. */
    public static Dataset dataset(int seed, int users, int items) {
        SplittableRandom random = new SplittableRandom(seed);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < users; user++) {
            int count = 3 + random.nextInt(8);
            for (int event = 0; event < count; event++) {
                rows.add(user, random.nextInt(items - 1), 1 + random.nextInt(5), 1000L * random.nextInt(1_000_000));
            }
        }
        Vocabulary itemIds = ids("i", items);
        Map<String, String> titles = new LinkedHashMap<>();
        for (int item = 0; item < items; item += 2) {
            titles.put(itemIds.id(item), "Title\n\uD83C of " + item);
        }
        titles.put("not an item of the data", "Nowhere");
        return new Dataset("toy", "made-up", rows.build(users, items), ids("u", users), itemIds, titles);
    }

    private static Vocabulary ids(String prefix, int count) {
        Vocabulary.Builder ids = new Vocabulary.Builder();
        for (int i = 0; i < count; i++) {
            ids.add(i < ODD_IDS.size() ? ODD_IDS.get(i) : prefix + i);
        }
        return ids.build();
    }

    /** A model of the kind, trained on a part of the data set by {@code split}, or on all of it. */
    public static Bundle train(String kind, Dataset dataset, String split, long seed) {
        Interactions all = dataset.interactions();
        Interactions training = split.equals(Manifest.NO_SPLIT)
                ? all
                : SplitRule.parse(split).apply(all).train();
        ObjectNode config = ToyFusion.CATALOG.resolve(kind, JsonMapper.shared().createObjectNode());
        Model model = ToyFusion.CATALOG
                .trainer(kind, config)
                .train(training, TrainingContext.of(seed).withParallel(Parallel.sequential()));
        Manifest.Provenance provenance = new Manifest.Provenance(
                "0.1.0", Instant.parse("2026-01-02T03:04:05Z"), "Toy VM 25", "Toy OS", "toy64", 2, "scalar", "none");
        Manifest manifest = Manifest.of(
                kind,
                config,
                provenance,
                new Manifest.Training(seed, split, Manifest.NO_SPLIT, 0.125, 5),
                Manifest.Data.of(dataset, training));
        return Bundle.of(model, manifest, dataset, training);
    }

    /** A fusion of the toy models on a small data set. */
    public static Bundle fusion(int seed) {
        return train("toy-fusion", dataset(seed, 12, 14), "user-tail(0.2)", seed);
    }

    static Split split(Dataset dataset, String rule) {
        return SplitRule.parse(rule).apply(dataset.interactions());
    }
}
