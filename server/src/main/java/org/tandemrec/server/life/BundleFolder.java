package org.tandemrec.server.life;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.BundleReader;

/** The one folder that bundles are swapped in from and trained into. */
public final class BundleFolder {
    /** What the names of trained bundles begin with; only such bundles are ever deleted. */
    static final String TRAINED = "trained-";

    private static final Logger LOG = LoggerFactory.getLogger(BundleFolder.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;

    /**
     * A folder that exists.
     *
     * @throws ModelException if it does not
     */
    public BundleFolder(Path folder) {
        try {
            this.folder = folder.toRealPath();
        } catch (IOException e) {
            throw new ModelException("the folder of bundles " + folder
                    + " cannot be read; make it, or name another one with --bundles");
        }
    }

    /** Where it really lies. */
    Path path() {
        return folder;
    }

    /**
     * Where a bundle really lies, once all links are followed.
     *
     * @param path relative to this folder, or absolute
     * @throws ModelException if nothing is there, or it lies outside of this folder
     */
    Path inside(String path) {
        Path real;
        try {
            real = folder.resolve(path).toRealPath();
        } catch (InvalidPathException e) {
            throw new ModelException("the path of a bundle must be a path, but " + e.getReason());
        } catch (IOException e) {
            throw outside(path); // whether there is something elsewhere is nobody's business
        }
        if (!real.startsWith(folder) || real.equals(folder)) {
            throw outside(path);
        }
        return real;
    }

    /** The bundle that was made last, by what the manifests say; empty where there is none. */
    public Optional<Path> newest() {
        return folders().stream()
                .flatMap(path -> created(path).map(time -> new Dated(path, time)).stream())
                .max(Comparator.comparing(Dated::time).thenComparing(Dated::path))
                .map(Dated::path);
    }

    /** A place for a bundle that is about to be trained. */
    Path place(Instant now) {
        String name = TRAINED + TIME.format(now);
        Path place = folder.resolve(name);
        for (int again = 2; Files.exists(place); again++) {
            place = folder.resolve(name + "-" + again);
        }
        return place;
    }

    /** Deletes all but the last {@code kept} of the trained bundles, and never one that serves. */
    void prune(int kept, Path serving) {
        List<Path> trained = folders().stream()
                .filter(path -> name(path).startsWith(TRAINED) && created(path).isPresent())
                .sorted()
                .toList();
        for (Path old : trained.subList(0, Math.max(0, trained.size() - kept))) {
            if (!old.equals(serving)) {
                delete(old);
                LOG.info("Deleted the trained bundle {}, since {} are kept", name(old), kept);
            }
        }
    }

    /** Deletes what a training left that did not end well. */
    void discard(Path place) {
        for (Path left : List.of(place, place.resolveSibling(name(place) + ".checkpoint"))) {
            if (Files.exists(left)) {
                delete(left);
            }
        }
    }

    /** The last part of a path. */
    public static String name(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private record Dated(Path path, Instant time) {}

    private static Optional<Instant> created(Path path) {
        try {
            return Optional.of(BundleReader.readManifest(path).provenance().created());
        } catch (BundleException noBundle) {
            return Optional.empty();
        }
    }

    private List<Path> folders() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> Files.isDirectory(path) && !name(path).startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path place) {
        try (Stream<Path> walk = Files.walk(place)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", place, e.getMessage());
        }
    }

    private ModelException outside(String path) {
        return new ModelException("there is no bundle " + path + " in the folder of bundles " + folder
                + "; give the name of one in it");
    }
}
