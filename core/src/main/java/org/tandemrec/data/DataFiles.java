package org.tandemrec.data;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the files to read in a folder, and the format of a file. */
final class DataFiles {
    /** The folder in which the Netflix Prize keeps its files of movies. */
    static final String TRAINING_SET = "training_set";

    private static final Pattern MOVIE_LINE = Pattern.compile("\\s*\\d+\\s*:\\s*");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private DataFiles() {}

    /**
     * Returns the file to read: {@code path} itself, or the one of the folder that belongs to the first format, in their order,
     * that has any. Of the Netflix Prize there may be several: its combined files, or else those of single movies, by number; also of a
     * format with {@linkplain Format#ownsPart parts}.
     *
     * @throws DataException if there is none, or another format has several
     */
    static List<Path> ratings(Path path, @Nullable Format wanted) {
        if (!Files.exists(path)) {
            throw new DataException(
                    "%s: no such file or folder (looked for %s)".formatted(path, path.toAbsolutePath()));
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = files(path);
        for (Format format : Format.values()) {
            if (wanted == null || wanted == format) {
                List<Path> candidates = files.stream()
                        .filter(file -> format.owns(plainName(file)))
                        .toList();
                List<Path> plain = candidates.stream()
                        .filter(file -> !file.toString().endsWith(".gz") || !candidates.contains(unzipped(file)))
                        .toList();
                if (format == Format.NETFLIX) {
                    List<Path> prize = prizeFiles(path, plain);
                    if (!prize.isEmpty()) {
                        return prize;
                    }
                } else if (plain.size() > 1 && plain.stream().allMatch(file -> format.ownsPart(plainName(file)))) {
                    return plain;
                } else if (plain.size() > 1) {
                    throw new DataException(
                            "%s: the folder must hold one file of the format %s, but has %s; name one of them"
                                    .formatted(path, format.option(), names(plain)));
                }
                if (plain.size() == 1) {
                    return plain;
                }
            }
        }
        requireNoPartitions(path);
        throw new DataException("%s: the folder must hold one of %s (those of text also as .gz), but has %s"
                .formatted(
                        path,
                        Arrays.stream(Format.values())
                                .filter(format -> wanted == null || wanted == format)
                                .map(Format::files)
                                .distinct()
                                .collect(Collectors.joining(", ")),
                        files.isEmpty() ? "no file" : names(files)));
    }

    /** Spark and Hive write a table that is cut by a column into folders such as {@code day=2001-01-31}, and leave the column out. */
    private static void requireNoPartitions(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            String partition = inside.filter(Files::isDirectory)
                    .map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.contains("="))
                    .sorted()
                    .findFirst()
                    .orElse(null);
            if (partition != null) {
                throw new DataException(
                        "%s: the data must lie in files side by side, but is cut into folders such as %s; write it without partitions, or name one of the folders"
                                .formatted(folder, partition));
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** What messages name: the file, or the folder where there are several. */
    static Path place(List<Path> files) {
        Path folder = files.getFirst().getParent();
        return files.size() == 1 ? files.getFirst() : folder == null ? Path.of("") : folder;
    }

    /** The combined files, else those of single movies, else the latter in the folder below where the prize keeps them. */
    private static List<Path> prizeFiles(Path folder, List<Path> plain) {
        for (String kind : List.of("combined", "mv")) {
            List<Path> files = plain.stream()
                    .filter(file -> plainName(file).toLowerCase(Locale.ROOT).startsWith(kind))
                    .sorted(Comparator.comparing(DataFiles::number).thenComparing(Comparator.naturalOrder()))
                    .toList();
            if (!files.isEmpty()) {
                return files;
            }
        }
        Path below = folder.resolve(TRAINING_SET);
        return Files.isDirectory(below) ? ratings(below, Format.NETFLIX) : List.of();
    }

    private static BigInteger number(Path file) {
        Matcher number = NUMBER.matcher(plainName(file));
        return number.find() ? new BigInteger(number.group()) : BigInteger.ZERO;
    }

    /** The format of a file: what its first line says, else what its name says. */
    static Format format(Path file, String firstLine) {
        String name = plainName(file);
        if (firstLine.strip().startsWith("{") || firstLine.strip().startsWith("[")) {
            return Format.JSON_LINES;
        }
        if (firstLine.contains("::")) {
            return Format.MOVIELENS_DAT;
        }
        if (MOVIE_LINE.matcher(firstLine).matches()) {
            return Format.NETFLIX;
        }
        List<String> tabbed = Arrays.asList(firstLine.split("\t", -1));
        if (tabbed.stream().allMatch(field -> field.strip().matches("[^:,]+:(token|float)(_seq)?"))) {
            return Format.RECBOLE_INTER;
        }
        for (Format named :
                List.of(Format.MOVIELENS_DAT, Format.MOVIELENS_100K, Format.NETFLIX, Format.RECBOLE_INTER)) {
            if (named.owns(name)) {
                return named;
            }
        }
        if (tabbed.stream().map(String::strip).toList().containsAll(List.of("SessionId", "ItemId", "Time"))) {
            return Format.GRU4REC_TSV;
        }
        if (firstLine.strip().replace("\"", "").equals("userId,movieId,rating,timestamp")) {
            return Format.MOVIELENS_CSV;
        }
        return tabbed.size() == 4 && tabbed.stream().allMatch(field -> field.matches("\\d+"))
                ? Format.MOVIELENS_100K
                : Format.DELIMITED;
    }

    /** What figures call the data: its folder's name, or the file's without its endings where it lies in no named folder. */
    static String name(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        if (last == null) {
            return "data";
        }
        if (Files.isDirectory(path)) {
            return last.toString();
        }
        String name = plainName(last);
        int dot = name.lastIndexOf('.');
        Path folder = path.toAbsolutePath().normalize().getParent();
        boolean general = name.equals("ratings.dat")
                || name.equals("ratings.csv")
                || name.equals("u.data")
                || Format.NETFLIX.owns(name);
        if (general && folder != null && folder.getFileName() != null) {
            return folder.getFileName().toString();
        }
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** A file's name without {@code .gz}. */
    static String plainName(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    private static Path unzipped(Path file) {
        return file.resolveSibling(plainName(file));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static DataException unreadable(Path folder, IOException e) {
        return new DataException(
                "%s: the folder must be readable, but is not (%s); check its permissions".formatted(folder, e), e);
    }

    private static String names(List<Path> files) {
        String names = files.stream()
                .limit(20)
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", "));
        return files.size() > 20 ? names + ", …" : names;
    }
}
