package org.tandemrec.model.gru4rec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tandemrec.data.Interactions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What tiny networks compute by the independent reference in double precision, {@code gru4rec_reference.py} beside its JSON, whose
 * first lines state all conventions. Computed in single precision throughout, losses, gradients and final weights differ from it by
 * less than 1e-6.
 */
final class GoldenCases {
    private static final String RESOURCE = "gru4rec_reference.json";

    private GoldenCases() {}

    /**
     * A training of ten updates.
     *
     * @param config flat keys, enums in lower kebab case
     * @param items number of items
     * @param sequences items of each user, event by event
     * @param firstEventMillis time of each user's first event
     * @param draws drawn negatives of each update
     * @param samplingRate α of gBCE, 1 where all items are scored
     * @param losses of each update
     * @param tensors by name
     */
    record Case(
            String name,
            ObjectNode config,
            int items,
            int[][] sequences,
            long[] firstEventMillis,
            int[][] draws,
            double samplingRate,
            List<Batch> batches,
            double[] losses,
            Map<String, Tensor> tensors) {
        /** The sequences, events of a user a millisecond apart. */
        Interactions training() {
            Interactions.Builder rows = new Interactions.Builder();
            for (int user = 0; user < sequences.length; user++) {
                for (int i = 0; i < sequences[user].length; i++) {
                    rows.addUnrated(user, sequences[user][i], firstEventMillis[user] + i);
                }
            }
            return rows.build(sequences.length, items);
        }

        /** The tensor of that name. */
        Tensor tensor(String tensor) {
            return Objects.requireNonNull(tensors.get(tensor), () -> name + " has no tensor " + tensor);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * The rows of the window of an update.
     *
     * @param sizes lanes of each step
     * @param inputs item at t of each row, step by step
     * @param targets item at t + 1 of each row
     * @param sources -1 for a new sequence; in the first step the lane of the step before it, in later ones the row of the window
     */
    record Batch(int[] sizes, int[] inputs, int[] targets, int[] sources) {}

    /**
     * A tensor, row-major.
     *
     * @param phase of the formula of the initial weights
     * @param initial weights before the first update, each exactly a float
     * @param firstGradient gradient of the first update's loss
     * @param fifthGradient gradient of the fifth update's loss
     * @param last weights after the tenth update
     */
    record Tensor(
            int rows,
            int columns,
            int phase,
            float[] initial,
            double[] firstGradient,
            double[] fifthGradient,
            double[] last) {}

    /** Reads all cases. */
    static List<Case> read() {
        try (InputStream in = GoldenCases.class.getResourceAsStream(RESOURCE)) {
            JsonNode cases = JsonMapper.shared()
                    .readTree(Objects.requireNonNull(in, RESOURCE))
                    .required("cases");
            return cases.valueStream().map(GoldenCases::golden).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case golden(JsonNode json) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        json.required("tensors").forEachEntry((name, tensor) -> tensors.put(name, tensor(tensor)));
        JsonNode sequences = json.required("sequences");
        return new Case(
                json.required("name").asString(),
                (ObjectNode) json.required("config"),
                json.required("items").intValue(),
                sequences
                        .valueStream()
                        .map(sequence -> ints(sequence.required("items")))
                        .toArray(int[][]::new),
                sequences
                        .valueStream()
                        .mapToLong(sequence ->
                                sequence.required("firstEventMillis").longValue())
                        .toArray(),
                json.required("draws").valueStream().map(GoldenCases::ints).toArray(int[][]::new),
                json.required("samplingRate").doubleValue(),
                json.required("windows").valueStream().map(GoldenCases::batch).toList(),
                doubles(json.required("losses")),
                tensors);
    }

    private static Batch batch(JsonNode window) {
        return new Batch(
                window.valueStream().mapToInt(JsonNode::size).toArray(),
                column(window, 0),
                column(window, 1),
                column(window, 2));
    }

    private static int[] column(JsonNode window, int column) {
        return window.valueStream()
                .flatMap(JsonNode::valueStream)
                .mapToInt(row -> row.required(column).intValue())
                .toArray();
    }

    private static Tensor tensor(JsonNode json) {
        double[] initial = doubles(json.required("initial"));
        float[] weights = new float[initial.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) initial[i];
        }
        return new Tensor(
                json.required("rows").intValue(),
                json.required("columns").intValue(),
                json.required("phase").intValue(),
                weights,
                doubles(json.required("firstGradient")),
                doubles(json.required("fifthGradient")),
                doubles(json.required("final")));
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    private static double[] doubles(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }
}
