package org.tandemrec.server.live;

import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.tandemrec.base.Parallel;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.Model;
import org.tandemrec.model.TrainingContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small models of users {@code u0} … {@code u39} and items {@code i0} … {@code i29}, of which the last has no event. */
final class Served {
    static final int USERS = 40;
    static final int ITEMS = 30;
    static final int TRAINED = ITEMS - 1;

    static final String LFM = kind("lfm", "'factors':6,'epochs':3");
    static final String ALS = kind("als", "'factors':6,'epochs':3");
    static final String EXPLICIT = kind("lfm", "'preset':'explicit','factors':6,'epochs':3");
    static final String GRU =
            kind("gru4rec", "'hiddenSize':8,'epochs':2,'batchSize':8,'timeGaps':true,'userState':true");
    static final String KNN = kind("session-knn", "");
    static final String FUSED = kind(
            "ra-lst",
            "'negatives':8,'refit':false,'longTerm':{" + ALS
                    + "},'shortTerm':{'kind':'gru4rec','config':{'hiddenSize':8,'epochs':2,'batchSize':8}}");

    private static final Dataset DATA = data();
    private static final Map<String, ServedModel> MODELS = new ConcurrentHashMap<>();

    private Served() {}

    private static String kind(String kind, String config) {
        return "'kind':'" + kind + "','config':{" + config + "}";
    }

    private static Dataset data() {
        SplittableRandom random = new SplittableRandom(3);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            long time = 1_000_000L * user;
            for (int i = 0; i < 12; i++) {
                time += random.nextLong(1, 1L << random.nextInt(2, 30));
                int item = (user % 3 * 10 + i * (1 + user % 2) + random.nextInt(4)) % TRAINED;
                rows.add(user, item, 1 + random.nextInt(5), time);
            }
        }
        return new Dataset(
                "made", "up", rows.build(USERS, ITEMS), ids("u", USERS), ids("i", ITEMS), Map.of("i1", "The first"));
    }

    private static Vocabulary ids(String prefix, int count) {
        Vocabulary.Builder ids = new Vocabulary.Builder();
        for (int i = 0; i < count; i++) {
            ids.add(prefix + i);
        }
        return ids.build();
    }

    /** The model of a kind with a config; trained once. */
    static ServedModel model(String config) {
        return MODELS.computeIfAbsent(config, json -> ServedModel.of("test", train(json)));
    }

    private static Bundle train(String json) {
        JsonNode parsed = JsonMapper.shared().readTree("{" + json.replace('\'', '"') + "}");
        String kind = parsed.get("kind").asString();
        ModelCatalog catalog = ModelCatalog.standard();
        Model model = catalog.trainer(kind, parsed.get("config"))
                .train(DATA.interactions(), TrainingContext.of(1).withParallel(Parallel.sequential()));
        Manifest manifest = Manifest.of(
                kind,
                catalog.resolve(kind, parsed.get("config")),
                Manifest.Provenance.ofThisJvm("test", Instant.EPOCH, "any", "any"),
                new Manifest.Training(1, Manifest.NO_SPLIT, Manifest.NO_SPLIT, 0, 1),
                Manifest.Data.of(DATA, DATA.interactions()));
        return Bundle.of(model, manifest, DATA, DATA.interactions());
    }
}
