package org.tandemrec.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemrec.data.BadLinePolicy;
import org.tandemrec.data.Column;
import org.tandemrec.data.DataException;
import org.tandemrec.data.DataReader;
import org.tandemrec.data.Format;
import org.tandemrec.data.ReadOptions;
import org.tandemrec.data.ReadProgress;
import org.tandemrec.data.ReadReport;
import org.tandemrec.data.ReadResult;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How every command that reads data is told to read it: a picocli mixin. */
final class DataOptions {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description =
                    "Format of the data: movielens-dat, movielens-100k, movielens-csv, recbole-inter, gru4rec-tsv or delimited. Detected by default.")
    private @Nullable Format format;

    @Option(
            names = "--columns",
            paramLabel = "COLUMN=NAME",
            split = ",",
            description =
                    "Header names of the columns: user=…,item=…,rating=…,time=…. Known names are found by themselves; rating= or time= leaves the column out.")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--on-bad-line",
            paramLabel = "POLICY",
            converter = PolicyConverter.class,
            defaultValue = "stop",
            description = "What to do with a line that breaks a rule: stop (the default) or skip.")
    private BadLinePolicy onBadLine = BadLinePolicy.STOP;

    /**
     * Reads the data and tells on standard error which lines were left out.
     *
     * @throws DataException if it cannot be read
     */
    ReadResult read(Path data, ReadProgress progress) {
        ReadResult result = DataReader.read(data, new ReadOptions(format, namedColumns(), onBadLine, progress));
        String warning = warning(result.report());
        if (!warning.isEmpty()) {
            System.err.print(warning);
        }
        return result;
    }

    /** What the first lines that were left out break, and how many there were; empty without any. */
    static String warning(ReadReport report) {
        if (report.badLines() == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (String message : report.firstBadLines()) {
            text.append("skipped ").append(message).append(System.lineSeparator());
        }
        long more = report.badLines() - report.firstBadLines().size();
        if (more > 0) {
            text.append("… and " + more + " more").append(System.lineSeparator());
        }
        return text.append(
                        "%d of %d lines were skipped".formatted(report.badLines(), report.badLines() + report.rows()))
                .append(System.lineSeparator())
                .toString();
    }

    private Map<Column, String> namedColumns() {
        Map<Column, String> named = new EnumMap<>(Column.class);
        columns.forEach((name, header) -> named.put(
                Arrays.stream(Column.values())
                        .filter(column -> column.option().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new DataException(
                                "--columns must name user, item, rating or time, but was \"%s\"".formatted(name))),
                header));
        return named;
    }

    /** Turns an option's text into a format. */
    static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            try {
                return Format.of(value);
            } catch (DataException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Turns an option's text into a policy. */
    static final class PolicyConverter implements ITypeConverter<BadLinePolicy> {
        @Override
        public BadLinePolicy convert(String value) {
            return Arrays.stream(BadLinePolicy.values())
                    .filter(policy -> policy.option().equals(value))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("must be stop or skip, but was \"%s\"".formatted(value)));
        }
    }
}
