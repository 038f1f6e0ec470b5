package org.tandemrec.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemrec.data.BadLinePolicy;
import org.tandemrec.data.Column;
import org.tandemrec.data.DataException;
import org.tandemrec.data.DataReader;
import org.tandemrec.data.Format;
import org.tandemrec.data.JdbcQuery;
import org.tandemrec.data.ReadOptions;
import org.tandemrec.data.ReadProgress;
import org.tandemrec.data.ReadReport;
import org.tandemrec.data.ReadResult;
import org.tandemrec.model.ProgressListener;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Which data a command reads, and how: a picocli mixin for every command that reads data. */
final class DataOptions {
    @ArgGroup(multiplicity = "1")
    private Location location = new Location();

    @Option(
            names = "--query",
            paramLabel = "SQL",
            description = "The query whose rows are the interactions, where DATA is a database (jdbc:…).")
    private @Nullable String query;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description =
                    "Format of the data: movielens-dat, movielens-100k, movielens-csv, netflix, recbole-inter, gru4rec-tsv, delimited, json-lines or parquet. Detected by default.")
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

    /** Where the data is, as it may be printed: without a database's login and parameters. */
    String shown() {
        return isDatabase() ? JdbcQuery.shown(location.text) : location.text;
    }

    /** The options that name the data again, for a command that is suggested. */
    String again() {
        return "--data " + shown() + (isDatabase() ? " --query …" : "");
    }

    private boolean isDatabase() {
        return location.text.startsWith(JdbcQuery.SCHEME);
    }

    /**
     * Reads the data, shows progress and tells which lines were left out.
     *
     * @throws DataException if it cannot be read
     */
    ReadResult read(CommonOptions common) {
        ReadResult result = read(common.progress());
        warnings(result.report()).forEach(common::alert);
        if (isDatabase()) {
            result.report().notes().forEach(common::remark);
        }
        return result;
    }

    /** Reads the data and tells only how far it has come; errors as for {@link #read(CommonOptions)}. */
    ReadResult read(ProgressListener progress) {
        try (Reading reading = new Reading("reading " + shown(), progress)) {
            ReadOptions options = new ReadOptions(format, namedColumns(), onBadLine, reading);
            return isDatabase()
                    ? DataReader.read(jdbcQuery(System.getenv()), options)
                    : DataReader.read(filePath(), options);
        }
    }

    private Path filePath() {
        if (query != null) {
            throw new DataException("--query is for a database, whose DATA begins with jdbc:, but DATA is \"%s\""
                    .formatted(location.text));
        }
        return Path.of(location.text);
    }

    /** The query, with the login that the environment gives. */
    JdbcQuery jdbcQuery(Map<String, String> environment) {
        if (query == null) {
            throw new DataException(shown()
                    + ": a database needs a query; add --query \"select user_id, item_id, rating, event_time from …\"");
        }
        if (format != null) {
            throw new DataException(
                    "--format is for files, but DATA is the database %s; leave it out".formatted(shown()));
        }
        return new JdbcQuery(
                location.text, query, environment.get("TANDEM_JDBC_USER"), environment.get("TANDEM_JDBC_PASSWORD"));
    }

    /** What the first lines that were left out break, and how many there were; empty without any. */
    static List<String> warnings(ReadReport report) {
        if (report.badLines() == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        report.firstBadLines().forEach(message -> lines.add("skipped " + message));
        long more = report.badLines() - report.firstBadLines().size();
        if (more > 0) {
            lines.add("… and " + more + " more");
        }
        lines.add("%d of %d lines were skipped".formatted(report.badLines(), report.badLines() + report.rows()));
        return lines;
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

    /** The data's place, either as an option or as the only argument. */
    static final class Location {
        private String text = "";

        @Option(names = "--data", paramLabel = "DATA", description = "Another way to name DATA.")
        void option(String value) {
            text = value;
        }

        @Parameters(
                paramLabel = "DATA",
                description =
                        "A ratings file, a folder with one (of the Netflix Prize, JSON lines and Parquet also several), or a database: jdbc:… with --query.",
                arity = "0..1")
        void argument(String value) {
            text = value;
        }
    }

    /** Shows how far reading has come, once the size is known. */
    private static final class Reading implements ReadProgress, AutoCloseable {
        private final String name;
        private final ProgressListener progress;
        private ProgressListener.@Nullable Task task;
        private long done;

        Reading(String name, ProgressListener progress) {
            this.name = name;
            this.progress = progress;
        }

        @Override
        public void advanced(long bytes, long total) {
            ProgressListener.Task current = task;
            if (current == null) {
                current = progress.start(name, total, "bytes");
                task = current;
            }
            current.advance(bytes - done);
            done = bytes;
        }

        @Override
        public void close() {
            if (task != null) {
                task.close();
            }
        }
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
