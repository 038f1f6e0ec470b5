package org.tandemrec.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.report.Json;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.base.Check;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/** What was measured after each epoch, kept in a file so that a run that is resumed ends with whole curves. */
final class EpochCurves {
    /** A figure of all users has no slice, and its record no key for one. */
    private static final ObjectReader POINTS =
            Json.MAPPER.readerFor(Point[].class).without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private final Path file;
    private final List<Point> points;

    /**
     * The figures after an epoch.
     *
     * @param epoch from 1
     * @param trainSeconds what the epoch's training took
     * @param records the figures, as points of curves
     * @param theta the fusions' weights
     * @param shortLists targets with fewer negatives than asked for
     */
    record Point(
            int epoch, double trainSeconds, List<ResultRecord> records, List<Report.ThetaPoint> theta, int shortLists) {
        Point {
            records = List.copyOf(records);
            theta = List.copyOf(theta);
        }
    }

    private EpochCurves(Path file, List<Point> points) {
        this.file = file;
        this.points = new ArrayList<>(points);
    }

    /**
     * The curves in a file up to an epoch, from which a run goes on; later points belong to an epoch that was cut short.
     *
     * @param epoch the last completed epoch; 0 starts anew, whatever the file holds
     * @throws IllegalArgumentException if the file is missing or damaged, so that the curves would have gaps
     */
    static EpochCurves resume(Path file, int epoch) {
        if (epoch == 0) {
            return new EpochCurves(file, List.of());
        }
        Check.argument(
                Files.exists(file),
                "%s: must hold the figures of epochs 1 to %d, but is missing; start again with --fresh",
                file,
                epoch);
        try {
            @Nullable Point @Nullable [] read = POINTS.readValue(Files.readAllBytes(file));
            return new EpochCurves(file, upTo(epoch, read, file));
        } catch (JacksonException e) {
            throw damaged(file, epoch, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Point> upTo(int epoch, @Nullable Point @Nullable [] read, Path file) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < epoch; i++) {
            Point point = read == null || i >= read.length ? null : read[i];
            if (point == null || point.epoch() != i + 1) {
                throw damaged(file, epoch, "those of epoch " + (i + 1) + " are not in their place", null);
            }
            points.add(point);
        }
        return points;
    }

    private static IllegalArgumentException damaged(Path file, int epoch, String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                file + ": must hold the figures of epochs 1 to " + epoch + ", but is damaged: " + what
                        + "; start again with --fresh",
                cause);
    }

    /** All points, by epoch. */
    List<Point> points() {
        return List.copyOf(points);
    }

    /** Adds a point and replaces the file in one step. */
    void add(Point point) {
        points.add(point);
        try {
            ReportFiles.replace(file, Json.MAPPER.writeValueAsString(points));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the file: the run is complete. */
    void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
