package org.tandemrec.bench;

import static org.tandemrec.bench.ReportLines.format;
import static org.tandemrec.bench.ReportLines.samples;

import org.tandemrec.data.Interactions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The figures of {@link Gru4RecCommand}, for people and as JSON. */
final class Gru4RecReport {
    private final ReportLines lines;

    /** Prints for people to {@code lines}. */
    Gru4RecReport(ReportLines lines) {
        this.lines = lines;
    }

    /** How the figures come about. */
    void header(String command, int threads, SequenceShape shape, JsonNode config) {
        lines.machine(command, threads);
        lines.line("sequences", shape.description());
        lines.line("settings", config.toString());
    }

    /** The figures of a training. */
    void training(Gru4RecMeasurement measurement) {
        lines.line(
                "measured",
                format(
                        "%,d mini-batches in %.1f s, after a warm-up; median of %d slices (smallest … largest)",
                        measurement.batches(),
                        measurement.seconds(),
                        measurement.turns().size()));
        lines.line("mini-batches/s", samples(measurement.miniBatchesPerSecond(), "%,.1f"));
        lines.line("events/s", samples(measurement.eventsPerSecond(), "%,.0f"));
        lines.line("FLOPs/batch", format("%,.0f", measurement.flopsPerBatch()));
        lines.line("GEMM GFLOP/s", samples(measurement.gemmGflops(), "%.1f") + ", the same products alone");
        lines.line("ratio to bound", samples(measurement.boundRatio(), "%.3f") + ", time of the products alone / time");
    }

    /** The cost of a mini-batch beside that of the same with fewer items. */
    void comparison(Gru4RecMeasurement measurement, SequenceShape baseline) {
        lines.line(
                "cost/batch",
                samples(measurement.costRatio(), "%.2f") + format(" times that with %,d items", baseline.items()));
    }

    /** The figures of a ranking. */
    void ranking(Samples seconds, int runs, Interactions histories) {
        lines.line(
                "measured",
                format(
                        "%d rankings of all %,d users from %,d events, after a first one",
                        runs, histories.userCount(), histories.size()));
        lines.line("seconds", samples(seconds, "%.3f"));
    }

    /** The figures of a training as JSON. */
    static ObjectNode json(Gru4RecCase which, Gru4RecMeasurement measurement, int threads) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("case", Cases.label(which))
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
                .put("case", Cases.label(which))
                .put("users", histories.userCount())
                .put("events", histories.size())
                .put("seconds", seconds.median())
                .put("threads", threads);
    }
}
