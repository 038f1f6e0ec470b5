package org.tandemrec.bench;

import static org.tandemrec.bench.ReportLines.format;
import static org.tandemrec.bench.ReportLines.samples;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The figures of {@link LfmCommand}, for people and as JSON. */
final class LfmReport {
    private static final double GIGA = 1e9;

    private final LfmCase which;
    private final ReportLines lines;

    /** Prints for people to {@code lines}. */
    LfmReport(LfmCase which, ReportLines lines) {
        this.which = which;
        this.lines = lines;
    }

    /** What is trained, and where. */
    void header(String command, int threads, JsonNode config) {
        lines.machine(command, threads);
        lines.line("settings", which.kind() + " " + config);
    }

    /** What it is trained on. */
    void data(LfmData data) {
        lines.line("data", data.description());
    }

    /** The figures of a training, and what they are of the machine's bounds. */
    void training(LfmMeasurement measurement, MachineBounds bounds) {
        for (int epoch = 0; epoch < measurement.epochs().size(); epoch++) {
            lines.line("epoch " + (epoch + 1), epoch(measurement.epochs().get(epoch)));
        }
        int epochs = measurement.epochs().size();
        lines.line(
                "measured",
                format(
                        "%d %s of %,d updates, after a warm-up; medians (smallest … largest)",
                        epochs, epochs == 1 ? "epoch" : "epochs", measurement.updates()));
        Samples updates = measurement.updatesPerSecond();
        lines.line("seconds/epoch", samples(measurement.seconds(), "%.4f"));
        lines.line("updates/s", samples(updates, "%,.0f"));
        lines.line("GB/s", format("%.1f, %,d bytes an update", gigabytes(updates.median()), which.bytesPerUpdate()));
        lines.line(
                "GFLOP/s",
                format(
                        "%.1f, %,d operations an update",
                        updates.median() * which.flopsPerUpdate() / GIGA, which.flopsPerUpdate()));
        lines.line(
                "memory bound",
                format(
                        "%.1f GB/s, so %,.0f updates/s; ratio to it %.3f",
                        bounds.bytesPerSecond() / GIGA,
                        bounds.bytesPerSecond() / which.bytesPerUpdate(),
                        updates.median() * which.bytesPerUpdate() / bounds.bytesPerSecond()));
        lines.line(
                "compute bound",
                format(
                        "%.1f GFLOP/s, so %,.0f updates/s; ratio to it %.3f",
                        bounds.updatesPerSecond() * which.flopsPerUpdate() / GIGA,
                        bounds.updatesPerSecond(),
                        updates.median() / bounds.updatesPerSecond()));
        if (!Double.isNaN(measurement.finalError())) {
            lines.line("test RMSE", format("%.4f after the last epoch", measurement.finalError()));
        }
    }

    private double gigabytes(double updatesPerSecond) {
        return updatesPerSecond * which.bytesPerUpdate() / GIGA;
    }

    private String epoch(LfmMeasurement.Epoch epoch) {
        String loss = which.explicit()
                ? format("RMSE while training %.4f", Math.sqrt(epoch.loss()))
                : format("loss %.5f", epoch.loss());
        String test = Double.isNaN(epoch.error()) ? "" : format(", test RMSE %.4f", epoch.error());
        return format("%.4f s, ", epoch.seconds()) + loss + test;
    }

    /** The figures as JSON; {@code rmse} is null where no ratings were tested. */
    ObjectNode json(LfmMeasurement measurement, int threads) {
        double error = measurement.finalError();
        @Nullable Double rmse = Double.isNaN(error) ? null : error;
        return JsonNodeFactory.instance
                .objectNode()
                .put("case", Cases.label(which))
                .put("updatesPerSecond", measurement.updatesPerSecond().median())
                .put("epochSeconds", measurement.seconds().median())
                .put("rmse", rmse)
                .put("threads", threads);
    }
}
