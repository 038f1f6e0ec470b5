package org.tandemrec.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.tandemrec.app.report.Json;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.app.tune.TrialRecord;
import org.tandemrec.base.Check;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.FileCheckpointStore;
import org.tandemrec.tune.SearchSpace.Candidate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a search keeps what it has done, so that one that was cut short goes on: {@code search.json}, all that the trials depend on, and
 * for each trial {@code trials/NNN/config.json}, {@code result.json} and, while it may go on, {@code checkpoint}. Every file is replaced
 * in one step.
 */
final class SearchFolder {
    private static final String SEARCH = "search.json";
    private static final String TRIALS = "trials";
    private final Path out;
    private final Map<String, String> identity;

    private SearchFolder(Path out, Map<String, String> identity) {
        this.out = out;
        this.identity = new LinkedHashMap<>(identity);
    }

    /**
     * Makes sure that a search can be kept in a folder.
     *
     * @throws IllegalArgumentException if something else is there
     */
    static void requireOwn(Path out) {
        Check.argument(
                !Files.exists(out) || Files.isDirectory(out),
                "%s: must be a folder for the search, but is a file; choose another --out",
                out);
        try (Stream<Path> entries = Files.isDirectory(out) ? Files.list(out) : Stream.empty()) {
            Check.argument(
                    Files.exists(out.resolve(SEARCH)) || entries.findAny().isEmpty(),
                    "%s: must be empty or hold a search, but holds something else; choose another --out",
                    out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens the folder of a search, to go on with what is there or to start.
     *
     * @param identity all that the trials depend on
     * @param fresh whether what is there of any search is thrown away
     * @throws BundleException if another search is there that is not to be thrown away, naming what differs
     */
    static SearchFolder open(Path out, Map<String, String> identity, boolean fresh) {
        SearchFolder folder = new SearchFolder(out, identity);
        try {
            Files.createDirectories(out);
            if (fresh) {
                Files.deleteIfExists(out.resolve(SEARCH));
                delete(out.resolve(TRIALS));
            }
            if (Files.exists(out.resolve(SEARCH))) {
                folder.requireSame();
            } else {
                ReportFiles.replace(out.resolve(SEARCH), Json.INDENTED.writeValueAsString(identity) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> entries = Files.walk(folder)) {
            inside = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.delete(path);
        }
    }

    private void requireSame() {
        Map<String, String> kept = new LinkedHashMap<>();
        JsonNode stored = read(out.resolve(SEARCH), JsonNode.class);
        stored.forEachEntry((name, value) -> kept.put(name, value.isString() ? value.stringValue() : value.toString()));
        List<String> differences = FileCheckpointStore.differences(kept, identity);
        if (!differences.isEmpty()) {
            throw new BundleException(out + " holds another search: " + String.join("; ", differences)
                    + "; go on with its settings, choose another --out, or throw it away with --fresh");
        }
    }

    /** A trial with what is kept of it. Its config is written for people: {@code config}, which {@code train --config} takes. */
    Trial load(Candidate candidate, JsonNode config) {
        Path file = folder(candidate.number()).resolve("config.json");
        Path result = result(candidate.number());
        try {
            Files.createDirectories(folder(candidate.number()));
            if (!Files.exists(file)) {
                ReportFiles.replace(file, Json.INDENTED.writeValueAsString(config) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Trial(
                candidate,
                Files.exists(result)
                        ? read(result, TrialRecord.class)
                        : new TrialRecord(candidate.number(), List.of(), candidate.refusal()));
    }

    /** Keeps what was found of a trial. */
    void save(TrialRecord record) {
        try {
            ReportFiles.replace(result(record.trial()), Json.INDENTED.writeValueAsString(record) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checkpoint of a trial. */
    FileCheckpointStore checkpoint(int trial) {
        return FileCheckpointStore.resume(checkpointFolder(trial), Map.of("trial", Integer.toString(trial)));
    }

    /** Deletes the checkpoint of a trial that does not go on. */
    void clearCheckpoint(int trial) {
        checkpoint(trial).clear();
    }

    private Path folder(int trial) {
        return out.resolve(TRIALS).resolve(String.format(Locale.ROOT, "%03d", trial));
    }

    private Path result(int trial) {
        return folder(trial).resolve("result.json");
    }

    private Path checkpointFolder(int trial) {
        return folder(trial).resolve("checkpoint");
    }

    private static <T> T read(Path file, Class<T> type) {
        try {
            return Json.MAPPER.readValue(Files.readAllBytes(file), type);
        } catch (JacksonException e) {
            throw new BundleException(
                    file + " is damaged: " + e.getOriginalMessage() + "; start the search anew with --fresh", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
