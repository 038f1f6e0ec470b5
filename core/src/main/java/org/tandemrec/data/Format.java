package org.tandemrec.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The file formats that Tandem reads; those of text also gzipped. */
public enum Format {
    /** MovieLens 1M and 10M: {@code ratings.dat}, {@code user::item::rating::time}, no header. */
    MOVIELENS_DAT("movielens-dat", "ratings.dat", "::", false, false),
    /** MovieLens 100K: {@code u.data}, user, item, rating and time separated by tabs, no header. */
    MOVIELENS_100K("movielens-100k", "u.data", "\t", false, false),
    /** Later MovieLens: {@code ratings.csv} with a header. */
    MOVIELENS_CSV("movielens-csv", "ratings.csv", ",", true, true),
    /** The Netflix Prize: a line {@code movie:}, then its ratings {@code user,rating,YYYY-MM-DD}, movie after movie, in several files. */
    NETFLIX("netflix", "combined_data_*.txt or mv_*.txt", ",", false, false),
    /** RecBole's atomic files: {@code *.inter}, tabs, a header of {@code name:type}. */
    RECBOLE_INTER("recbole-inter", "*.inter", "\t", true, false),
    /** GRU4Rec's files: tabs, a header {@code SessionId ItemId Time}. */
    GRU4REC_TSV("gru4rec-tsv", "*.tsv or *.txt", "\t", true, false),
    /** Any other table with a header, separated by tab, comma, semicolon or bar. */
    DELIMITED("delimited", "*.csv, *.tsv or *.txt", null, true, true),
    /** One JSON object a line, an event each. */
    JSON_LINES("json-lines", "*.jsonl, *.ndjson or *.json", null, true, false),
    /** Apache Parquet: flat columns, in one file or in parts. */
    PARQUET("parquet", "*.parquet", null, true, false);

    private static final Pattern PART = Pattern.compile("(part-|data_)\\d+");

    private final String option;
    private final String files;
    private final @Nullable String delimiter;
    private final boolean named;
    private final boolean quoted;

    Format(String option, String files, @Nullable String delimiter, boolean named, boolean quoted) {
        this.option = option;
        this.files = files;
        this.delimiter = delimiter;
        this.named = named;
        this.quoted = quoted;
    }

    /** The name used in options and reports, for example {@code movielens-dat}. */
    public String option() {
        return option;
    }

    /** The names of its files, as shown to people. */
    public String files() {
        return files;
    }

    /** What separates fields, or null where the header's line tells or nothing does. */
    @Nullable
    String delimiter() {
        return delimiter;
    }

    /** Whether columns have names: in the first line, or in every object. */
    boolean named() {
        return named;
    }

    /** Whether a field may stand in double quotes. */
    boolean quoted() {
        return quoted;
    }

    /** Whether a folder's file with this name (without {@code .gz}) may be of this format. */
    boolean owns(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return switch (this) {
            case MOVIELENS_DAT, MOVIELENS_100K, MOVIELENS_CSV -> name.equals(files);
            case NETFLIX -> name.matches("(combined_data|mv)_\\d+\\.txt");
            case RECBOLE_INTER -> name.endsWith(".inter");
            case GRU4REC_TSV -> (name.endsWith(".tsv") || name.endsWith(".txt")) && !TitleReader.owns(name);
            case PARQUET -> name.endsWith(".parquet");
            case JSON_LINES -> name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json");
            case DELIMITED ->
                (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) && !TitleReader.owns(name);
        };
    }

    /** Whether a folder's file with this name (without {@code .gz}) is one part of several, as Spark and DuckDB write them. */
    boolean ownsPart(String fileName) {
        return (this == JSON_LINES || this == PARQUET)
                && owns(fileName)
                && PART.matcher(fileName).lookingAt();
    }

    /**
     * Returns the format with an option's name.
     *
     * @throws DataException if there is none; the message lists all names
     */
    public static Format of(String option) {
        for (Format format : values()) {
            if (format.option.equals(option)) {
                return format;
            }
        }
        throw new DataException("format must be one of %s, but was %s"
                .formatted(
                        Arrays.stream(values()).map(Format::option).collect(Collectors.joining(", ")),
                        Quote.of(option)));
    }
}
