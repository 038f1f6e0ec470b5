package org.tandemrec.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What was measured after each epoch, kept in a file so that a run that is resumed ends with whole curves. */
final class EpochCurves {
    private static final JsonMapper JSON = JsonMapper.builder().build();

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
            int epoch,
            double trainSeconds,
            List<ResultRecord> records,
            List<Report.ThetaPoint> theta,
            int shortLists) {}

    private EpochCurves(Path file, List<Point> points) {
        this.file = file;
        this.points = new ArrayList<>(points);
    }

    /** The curves in a file up to an epoch, from which a run goes on; later points belong to an epoch that was cut short. */
    static EpochCurves resume(Path file, int epoch) {
        if (epoch == 0 || !Files.exists(file)) {
            return new EpochCurves(file, List.of());
        }
        try {
            List<Point> points = List.of(JSON.readValue(Files.readString(file), Point[].class));
            return new EpochCurves(
                    file,
                    points.stream().filter(point -> point.epoch() <= epoch).toList());
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is damaged; start again with --fresh", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All points, by epoch. */
    List<Point> points() {
        return List.copyOf(points);
    }

    /** Adds a point and replaces the file in one step. */
    void add(Point point) {
        points.add(point);
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(temporary, JSON.writeValueAsString(points));
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
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
