package org.tandemrec.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the titles that lie beside a ratings file: {@code movies.dat}, {@code u.item}, {@code movies.csv}, {@code items.csv},
 * {@code items.tsv}, the Netflix Prize's {@code movie_titles.txt}, or RecBole's {@code *.item} of the same name.
 *
 * <p>A file that is not UTF-8 is read as ISO-8859-1, which older MovieLens files and those of the prize are in. A line without an
 * id or a title is left
 * out and counted in a note: a title is only shown, nothing is learned from it.
 */
final class TitleReader {
    private static final List<String> FILES = List.of(
            "movies.dat", "u.item", "movies.csv", "items.csv", "items.tsv", "movie_titles.txt", "movie_titles.csv");
    private static final Set<String> OTHER_FILES = Set.of(
            "tags.csv",
            "links.csv",
            "genome-scores.csv",
            "genome-tags.csv",
            "readme.txt",
            "users.csv",
            "probe.txt",
            "qualifying.txt");
    private static final Set<String> TITLES =
            Set.of("title", "name", "movietitle", "itemname", "itemtitle", "productname", "producttitle", "booktitle");

    private final Vocabulary items;
    private final Map<String, String> titles = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private int untitled;

    private TitleReader(Vocabulary items) {
        this.items = items;
    }

    /** Whether a name, in lower case and without {@code .gz}, is that of a file that lies beside ratings and holds none. */
    static boolean owns(String name) {
        return FILES.contains(name) || OTHER_FILES.contains(name);
    }

    /** Reads the titles of {@code items} that lie beside {@code ratings}; no titles where there is no such file. */
    static TitleReader beside(Path ratings, Vocabulary items) {
        TitleReader reader = new TitleReader(items);
        List<String> names = new ArrayList<>(FILES);
        String stem = DataFiles.plainName(ratings);
        if (stem.endsWith(".inter")) {
            names.addFirst(stem.substring(0, stem.length() - ".inter".length()) + ".item");
        }
        reader.readFirst(ratings, names);
        return reader;
    }

    private void readFirst(Path ratings, List<String> names) {
        for (String name : names) {
            for (String file : List.of(name, name + ".gz")) {
                Path path = ratings.resolveSibling(file);
                if (Files.isRegularFile(path)) {
                    read(path, name);
                    return;
                }
            }
        }
        Path folder = ratings.toAbsolutePath().getParent();
        if (folder != null && folder.endsWith(DataFiles.TRAINING_SET)) {
            readFirst(folder, names); // the prize's titles lie beside this folder
        }
    }

    /** Titles by raw item id, in the file's order, unmodifiable. */
    Map<String, String> titles() {
        return Collections.unmodifiableMap(titles);
    }

    /** What is worth knowing about the file. */
    List<String> notes() {
        return notes;
    }

    private void read(Path path, String name) {
        String text;
        try (FileInput input = FileInput.open(path, ReadProgress.NONE)) {
            text = decoded(input.readAll());
        }
        if (name.endsWith(".dat")) {
            text.lines().forEach(line -> add(line, line.indexOf("::"), line.lastIndexOf("::"), 2));
        } else if (name.equals("u.item")) {
            text.lines().forEach(line -> {
                int bar = line.indexOf('|');
                add(line, bar, line.indexOf('|', bar + 1), 1);
            });
        } else if (name.startsWith("movie_titles.")) {
            text.lines().forEach(this::addPrize);
        } else {
            readTable(path, text, name.endsWith(".csv") ? ',' : '\t');
        }
        if (untitled > 0) {
            notes.add("%s: %d lines without an id and a title were left out".formatted(path, untitled));
        }
        notes.add("titles of %d of %d items from %s".formatted(titles.size(), items.size(), path));
    }

    private void add(String line, int idEnd, int titleEnd, int delimiterLength) {
        if (line.isBlank()) {
            return;
        }
        int end = titleEnd > idEnd ? titleEnd : line.length();
        if (idEnd < 0) {
            untitled++;
        } else {
            put(line.substring(0, idEnd), line.substring(idEnd + delimiterLength, end));
        }
    }

    /** Adds a line {@code movie,year,title}: the title may hold commas, and a year that is not known is {@code NULL}. */
    private void addPrize(String line) {
        if (line.isBlank()) {
            return;
        }
        int idEnd = line.indexOf(',');
        int yearEnd = line.indexOf(',', idEnd + 1);
        if (idEnd < 0 || yearEnd < 0 || line.substring(yearEnd + 1).isBlank()) {
            untitled++;
            return;
        }
        String year = line.substring(idEnd + 1, yearEnd).strip();
        String title = line.substring(yearEnd + 1).strip();
        boolean known = !year.isEmpty() && !year.equals("NULL");
        put(line.substring(0, idEnd), known ? title + " (" + year + ")" : title);
    }

    private void readTable(Path path, String text, char delimiter) {
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            int id = -1;
            int title = -1;
            boolean header = true;
            for (CsvRecord line : records) {
                if (header) {
                    header = false;
                    id = field(line.getFields(), null);
                    title = field(line.getFields(), TITLES);
                    if (id < 0 || title < 0) {
                        notes.add("%s: no titles, since the header has no column for the %s"
                                .formatted(path, id < 0 ? "item" : "title"));
                        return;
                    }
                } else if (line.getFieldCount() > Math.max(id, title)) {
                    put(line.getField(id), line.getField(title));
                } else {
                    untitled++;
                }
            }
        } catch (CsvParseException e) {
            throw new DataException(
                    "%s: titles must be a readable table, but: %s; repair the file or move it away"
                            .formatted(path, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the text is in memory
        }
    }

    private static int field(List<String> header, @Nullable Set<String> names) {
        for (int field = 0; field < header.size(); field++) {
            String name = ColumnMapping.untyped(header.get(field)).strip();
            if (names == null ? Column.ITEM.matches(name) : names.contains(Column.normalized(name))) {
                return field;
            }
        }
        return -1;
    }

    private void put(String id, String title) {
        String itemId = id.strip();
        String shown = title.strip();
        if (itemId.isEmpty() || shown.isEmpty()) {
            untitled++;
        } else if (items.indexOf(itemId) >= 0) {
            titles.put(itemId, shown);
        }
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
