package org.tandemrec.bench;

import org.tandemrec.data.NetflixConfig;
import picocli.CommandLine.ITypeConverter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A case of {@link LfmCommand}: the shape of the data, a trainer with its settings, and what one update is. */
enum LfmCase {
    /** Ratings with the shape of MovieLens-1M, by SGD, to the final epoch. */
    EXPLICIT_ML1M("lfm", """
            {"preset": "explicit", "factors": 64, "epochs": 40, "learningRate": 0.03, "learningRateDecay": 0.92, "adagrad": false,
             "regularization": 0.05, "regularizationPer": "sample", "initStd": 0.003, "biases": true, "order": "by-user"}"""),

    /** Ratings with the shape of the Netflix Prize's, by SGD. */
    EXPLICIT_NETFLIX("lfm", """
            {"preset": "explicit", "factors": 64, "epochs": 3, "learningRate": 0.01, "learningRateDecay": 0.93, "adagrad": false,
             "regularization": 0.05, "regularizationPer": "sample", "initStd": 0.003, "biases": true, "order": "by-user"}"""),

    /** Interactions with the shape of MovieLens-1M, four negatives each, by SGD. */
    IMPLICIT_ML1M("lfm", """
            {"factors": 64, "epochs": 10, "learningRate": 0.05, "learningRateDecay": 1.0, "adagrad": false, "regularization": 0.01,
             "regularizationPer": "sample", "initStd": 0.1, "negatives": 4, "negativesAlpha": 0.0}"""),

    /** Interactions with the shape of the Netflix Prize's, by alternating least squares. */
    ALS_NETFLIX("als", """
            {"factors": 64, "epochs": 3, "unobservedWeight": 0.1, "regularization": 0.01, "frequencyExponent": 1.0,
             "solver": "cholesky"}""");

    private static final JsonMapper JSON = new JsonMapper();

    private final String kind;
    private final String settings;

    LfmCase(String kind, String settings) {
        this.kind = kind;
        this.settings = settings;
    }

    /** The kind of its model. */
    String kind() {
        return kind;
    }

    /** Its settings, for the catalog of models; every one that bears on speed is there or in a preset that it names. */
    ObjectNode config() {
        return (ObjectNode) JSON.readTree(settings);
    }

    /** Whether ratings are learned, so that there can be an error of ratings. */
    boolean explicit() {
        return switch (this) {
            case EXPLICIT_ML1M, EXPLICIT_NETFLIX -> true;
            case IMPLICIT_ML1M, ALS_NETFLIX -> false;
        };
    }

    /** Whether its data has the shape of the Netflix Prize's. */
    boolean netflix() {
        return switch (this) {
            case EXPLICIT_NETFLIX, ALS_NETFLIX -> true;
            case EXPLICIT_ML1M, IMPLICIT_ML1M -> false;
        };
    }

    /** The number of ratings that are generated, unless they are shrunk. */
    int ratings() {
        return netflix() ? NetflixConfig.FULL.ratings() : LfmData.MOVIELENS_RATINGS;
    }

    /** The updates of an epoch over so many different (user, item) pairs. */
    long updates(int pairs) {
        return switch (this) {
            case EXPLICIT_ML1M, EXPLICIT_NETFLIX -> pairs;
            case IMPLICIT_ML1M -> pairs * (1L + config().get("negatives").intValue());
            case ALS_NETFLIX -> 2L * pairs;
        };
    }

    /** The latent factors. */
    int factors() {
        return config().get("factors").intValue();
    }

    /** Whether an update is a step of SGD; else it is one row of the other side that enters the normal matrix of a row. */
    boolean stepwise() {
        return this != ALS_NETFLIX;
    }

    /**
     * The bytes that an update touches, as if no cache kept any: SGD reads and writes the factors of a user and of an item and reads a
     * sample (two numbers and a label); ALS reads the factors of one row and its number.
     */
    long bytesPerUpdate() {
        long row = (long) Float.BYTES * factors();
        return stepwise() ? 2 * 2 * row + 12 : row + 4;
    }

    /**
     * The floating-point operations of an update, for F factors. SGD: 2 F for the product of two rows, 3 F for each of
     * {@code p = a p + b q} and {@code q = c q + d p}. ALS: 2 F² for {@code A = A + q qᵀ}.
     */
    long flopsPerUpdate() {
        long factors = factors();
        return stepwise() ? 8 * factors : 2 * factors * factors;
    }

    /** Reads the names of the command line. */
    static final class Converter implements ITypeConverter<LfmCase> {
        @Override
        public LfmCase convert(String name) {
            return Cases.parse(LfmCase.class, name);
        }
    }
}
