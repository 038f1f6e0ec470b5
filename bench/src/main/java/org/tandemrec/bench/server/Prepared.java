package org.tandemrec.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Seed;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;

/**
 * A bundle and an event store of a shape, made once in a folder and kept. Cases work on copies, so that none meets the events of
 * another.
 */
final class Prepared {
    private final Path folder;
    private final Path bundle;
    private final InventedLog log;

    private Prepared(Path folder, Path bundle, InventedLog log) {
        this.folder = folder;
        this.bundle = bundle;
        this.log = log;
    }

    /** Makes the bundle of a shape and a seed under a folder, unless it is there; the store follows when it is asked for. */
    static Prepared in(Path folder, Shape shape, long seed, Consumer<String> remark) {
        Seed drawing = new Seed(seed).child("bench-server");
        InventedLog log = new InventedLog(shape, drawing);
        Path place = folder.resolve(shape.folderName() + "-" + seed);
        Path bundles = place.resolve("bundles");
        Path bundle = bundles.resolve("invented");
        create(bundles);
        if (Files.notExists(bundle)) {
            remark.accept("making the bundle " + bundle);
            InventedBundle.write(bundle, log, drawing.child("weights"));
        }
        return new Prepared(place, bundle, log);
    }

    InventedLog log() {
        return log;
    }

    Path bundle() {
        return bundle;
    }

    /** A folder for what a case makes, emptied. */
    Path work(String name) {
        Path work = folder.resolve("work-" + name);
        delete(work);
        create(work);
        return work;
    }

    /** A copy of the embedded store as a new folder {@code copy}. */
    void copyStore(Path copy, Consumer<String> remark) {
        Path store = folder.resolve("store");
        if (Files.notExists(store)) {
            Path fresh = folder.resolve("store.new");
            delete(fresh);
            create(fresh);
            remark.accept("making the store " + store);
            try (EventStore events = EventStores.open(fresh)) {
                fill(events);
            }
            try {
                Files.move(fresh, store, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        copy(store, copy);
    }

    /** Fills an empty store with the log. */
    void fill(EventStore events) {
        events.importAll(log.feedback());
    }

    /** The bytes of all files of the embedded store. */
    static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
                Path file = each.next();
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder with all that is in it, if it is there. */
    static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    if (e != null) {
                        throw e;
                    }
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
