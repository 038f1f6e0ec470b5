package org.tandemrec.bench;

import picocli.CommandLine.ITypeConverter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A case of {@link Gru4RecCommand}: the shape of a log and the settings that train on it. */
enum Gru4RecCase {
    /** The sessions of a shop, by shape RetailRocket: 37,000 items, 4 events a session. */
    RETAILROCKET("""
            {"hiddenSize": 224, "batchSize": 80, "loss": "bpr-max", "elu": 0.5, "scoreRegularization": 1.95,
             "scoring": "sampled", "negatives": 2048, "negativesAlpha": 0.4, "embeddingDropout": 0.5, "hiddenDropout": 0.05,
             "optimizer": "adagrad", "learningRate": 0.05, "momentum": 0.4}"""),

    /** The sessions of a larger shop, by shape RSC15: 37,500 items, 4 events a session. */
    RSC15("""
            {"hiddenSize": 100, "batchSize": 32, "scoring": "sampled", "negatives": 2048, "negativesAlpha": 0.75,
             "embeddingDropout": 0.1, "optimizer": "adagrad", "learningRate": 0.05}"""),

    /** The histories of MovieLens-1M by shape, every item scored. */
    FULL_SOFTMAX("""
            {"hiddenSize": 512, "batchSize": 128, "order": "shuffled"}"""),

    /** As {@link #FULL_SOFTMAX}, back-propagated through windows of 32 steps. */
    BPTT("""
            {"hiddenSize": 512, "batchSize": 128, "order": "shuffled", "bptt": 32}"""),

    /** A million items, beside {@value #FEW_ITEMS} with all else equal. */
    LARGE_CATALOGUE("""
            {"hiddenSize": 128, "batchSize": 256, "scoring": "sampled", "negatives": 2048, "negativesAlpha": 0.5}"""),

    /** No training: the best ten unseen movies of every user, from full histories. */
    RANK("""
            {"hiddenSize": 128}""");

    /** The items of the run that {@link #LARGE_CATALOGUE} is compared with. */
    static final int FEW_ITEMS = 10_000;

    /** What a case does not say otherwise. Epochs are as many as fit into the time. */
    private static final String COMMON = """
            {"layers": 1, "cell": "gru", "gateBias": true, "bptt": 1, "embedding": "tied", "embeddingDropout": 0.0,
             "hiddenDropout": 0.0, "loss": "cross-entropy", "elu": 0.0, "scoreRegularization": 0.0, "scoring": "all-items",
             "negatives": 0, "negativesAlpha": 0.0, "logQ": false, "optimizer": "adam", "learningRate": 0.001, "momentum": 0.0,
             "epochs": 100000, "batchSize": 128, "order": "first-event"}""";

    private static final JsonMapper JSON = new JsonMapper();

    private final String settings;

    Gru4RecCase(String settings) {
        this.settings = settings;
    }

    /** A million events in sessions of 4, a head of 20 items: the most popular item has 0.7 % of the events. */
    private static SequenceShape sessions(int items) {
        return new SequenceShape(250_000, items, 2, 4, 20);
    }

    /** A million events of 6,040 users, at least 20 each, on 3,706 movies, of which the most popular one has 0.3 %. */
    private static SequenceShape movies() {
        return new SequenceShape(6_040, 3_706, 20, 165.6, 100);
    }

    /** The shape of its log. */
    SequenceShape shape() {
        return switch (this) {
            case RETAILROCKET -> sessions(37_000);
            case RSC15 -> sessions(37_500);
            case FULL_SOFTMAX, BPTT, RANK -> movies();
            case LARGE_CATALOGUE -> new SequenceShape(200_000, 1_000_000, 2, 10, 20);
        };
    }

    /** Its settings, for the catalog of models; every one that bears on speed is there, whatever the presets say. */
    ObjectNode config() {
        ObjectNode config = (ObjectNode) JSON.readTree(COMMON);
        config.setAll((ObjectNode) JSON.readTree(settings));
        return config;
    }

    /** Reads the names of the command line. */
    static final class Converter implements ITypeConverter<Gru4RecCase> {
        @Override
        public Gru4RecCase convert(String name) {
            return Cases.parse(Gru4RecCase.class, name);
        }
    }
}
