package org.tandemrec.bench;

import java.io.PrintStream;
import java.util.Locale;
import org.tandemrec.data.Interactions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The figures of {@link Gru4RecCommand}, for people and as JSON. */
final class Gru4RecReport {
    private final PrintStream text;

    /** Prints for people to {@code text}. */
    Gru4RecReport(PrintStream text) {
        this.text = text;
    }

    /** How the figures come about. */
    void header(String command, int threads, SequenceShape shape, JsonNode config) {
        line("command", command);
        line("machine", Machine.processor() + ", " + threads + (threads == 1 ? " thread" : " threads"));
        line("JVM", Machine.jvm());
        line("arithmetic", Machine.arithmetic());
        line("sequences", shape.description());
        line("settings", config.toString());
    }

    /** The figures of a training. */
    void training(Gru4RecMeasurement measurement) {
        line(
                "measured",
                format(
                        "%,d mini-batches in %.1f s, after a warm-up; median of %d slices (smallest … largest)",
                        measurement.batches(),
                        measurement.seconds(),
                        measurement.turns().size()));
        line("mini-batches/s", samples(measurement.miniBatchesPerSecond(), "%,.1f"));
        line("events/s", samples(measurement.eventsPerSecond(), "%,.0f"));
        line("FLOPs/batch", format("%,.0f", measurement.flopsPerBatch()));
        line("GEMM GFLOP/s", samples(measurement.gemmGflops(), "%.1f") + ", the same products alone");
        line("ratio to bound", samples(measurement.boundRatio(), "%.3f") + ", time of the products alone / time");
    }

    /** The cost of a mini-batch beside that of the same with fewer items. */
    void comparison(Gru4RecMeasurement measurement, SequenceShape baseline) {
        line(
                "cost/batch",
                samples(measurement.costRatio(), "%.2f") + format(" times that with %,d items", baseline.items()));
    }

    /** The figures of a ranking. */
    void ranking(Samples seconds, int runs, Interactions histories) {
        line(
                "measured",
                format(
                        "%d rankings of all %,d users from %,d events, after a first one",
                        runs, histories.userCount(), histories.size()));
        line("seconds", samples(seconds, "%.3f"));
    }

    /** The peak of memory so far. */
    void memory() {
        line("peak memory", Machine.peakMemory());
    }

    /** The figures of a training as JSON. */
    static ObjectNode json(Gru4RecCase which, Gru4RecMeasurement measurement, int threads) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("case", which.label())
                .put("miniBatchesPerSecond", measurement.miniBatchesPerSecond().median())
                .put("eventsPerSecond", measurement.eventsPerSecond().median())
                .put("flopsPerBatch", measurement.flopsPerBatch())
                .put("gemmGflops", measurement.gemmGflops().median())
                .put("boundRatio", measurement.boundRatio().median())
                .put("threads", threads);
    }

    /** The figures of a ranking as JSON. */
    static ObjectNode json(Gru4RecCase which, Samples seconds, Interactions histories, int threads) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("case", which.label())
                .put("users", histories.userCount())
                .put("events", histories.size())
                .put("seconds", seconds.median())
                .put("threads", threads);
    }

    private void line(String name, String value) {
        text.println(format("%-15s %s", name, value));
    }

    private static String samples(Samples samples, String form) {
        return format(form + " (" + form + " … " + form + ")", samples.median(), samples.min(), samples.max());
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
