package org.tandemrec.app.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tandemrec.app.compare.ComparedRecord;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report into a folder: {@code report.html}, {@code results.json} and the figures as SVG and PNG. */
public final class ReportFiles {
    private static final ObjectWriter JSON = JsonMapper.shared().writerFor(ResultRecord.class);
    private static final ObjectWriter COMPARED = JsonMapper.shared().writerFor(ComparedRecord.class);
    private static final int WIDTH = 720;
    private static final int HEIGHT = 440;

    private ReportFiles() {}

    /**
     * Writes all files, each completely or not at all, and returns their paths, the page first.
     *
     * @param folder is made where it does not exist
     */
    public static List<Path> write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        written.add(replace(folder.resolve("report.html"), HtmlReport.render(report)));
        written.add(writeRecords(report.records(), folder.resolve("results.json")));
        for (Map.Entry<String, SvgChart> figure : Figures.of(report).entrySet()) {
            written.addAll(writeFigure(figure.getValue(), folder.resolve(figure.getKey() + ".svg")));
        }
        return written;
    }

    /**
     * Writes the page, the records and the figures of a comparison, each completely or not at all, and returns their paths, the page
     * first.
     *
     * @param measured how figures were measured beside splits, targets and candidates
     * @param folder is made where it does not exist
     */
    public static List<Path> write(
            Report report, List<Report.Fact> measured, Standings standings, List<ComparedRecord> records, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        written.add(replace(folder.resolve("report.html"), ComparisonPage.render(report, measured, standings)));
        written.add(writeLines(records, COMPARED, folder.resolve("results.json")));
        Map<String, ComparisonFigures.Captioned> figures = new LinkedHashMap<>(ComparisonFigures.costs(standings));
        figures.putAll(ComparisonFigures.validation(standings));
        for (Map.Entry<String, ComparisonFigures.Captioned> figure : figures.entrySet()) {
            written.addAll(writeFigure(figure.getValue().chart(), folder.resolve(figure.getKey() + ".svg")));
        }
        return written;
    }

    /** Writes a figure as SVG, and beside it as PNG where the machine has a font; returns the paths. */
    static List<Path> writeFigure(Chart figure, Path svg) throws IOException {
        List<Path> written = new ArrayList<>();
        written.add(replace(svg, figure.svg(WIDTH, HEIGHT)));
        Path png = svg.resolveSibling(String.valueOf(svg.getFileName()).replaceFirst("\\.svg$", "") + ".png");
        if (PngCanvas.hasFont()) {
            written.add(replace(png, figure.png(WIDTH, HEIGHT)));
        } else {
            Files.deleteIfExists(png); // never an old one beside a new SVG
        }
        return written;
    }

    /** Why there are no PNGs and what to do about it; empty where there are. */
    public static Optional<String> remark() {
        return PngCanvas.hasFont()
                ? Optional.empty()
                : Optional.of("Figures are written as SVG only, since this machine has no font to draw a PNG with; "
                        + "install one (fontconfig and fonts-dejavu-core in Debian) for both");
    }

    /** Writes records as one flat JSON list, one a line, completely or not at all. What is no finite number is a string. */
    public static Path writeRecords(List<ResultRecord> records, Path file) throws IOException {
        return writeLines(records, JSON, file);
    }

    private static Path writeLines(List<?> records, ObjectWriter json, Path file) throws IOException {
        List<String> lines = records.stream().map(json::writeValueAsString).toList();
        return replace(file, lines.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", lines) + "\n]\n");
    }

    /** Puts a file with that text in the place of an older one. A crash leaves the old one or the new one. */
    public static Path replace(Path file, String text) throws IOException {
        return replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(temporary, content);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (FileSystemException e) {
            throw e; // names the file
        } catch (IOException e) { // a full disk tells no name
            throw (IOException) new FileSystemException(file.toString(), null, e.getMessage()).initCause(e);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return file;
    }
}
