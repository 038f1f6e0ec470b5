package org.tandemrec.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.FileCheckpointStore;

/**
 * The checkpoint of a training run, in a folder beside its bundle. It is deleted when the run is complete; when the run fails or is
 * interrupted it stays, and the user is told how to go on.
 */
final class RunCheckpoint implements AutoCloseable {
    private final Path folder;
    private final CommonOptions common;
    private final String remedy;
    private final Thread interruption = new Thread(this::tell, "tandem-interruption");
    private boolean open;
    private boolean complete;

    private RunCheckpoint(Path folder, CommonOptions common, String remedy) {
        this.folder = folder;
        this.common = common;
        this.remedy = remedy;
        Runtime.getRuntime().addShutdownHook(interruption);
    }

    /** Where the checkpoint of the bundle {@code out} lies: {@code OUT.checkpoint}. */
    static Path folder(Path out) {
        Path path = out.normalize();
        boolean named = !path.toString().isEmpty() && !path.endsWith("..");
        Path bundle = named ? path : out.toAbsolutePath().normalize();
        Path name = bundle.getFileName();
        if (name == null) {
            throw new BundleException("a bundle needs a folder of its own, but was to be " + out);
        }
        return bundle.resolveSibling(name + ".checkpoint");
    }

    /**
     * Makes sure that no work is thrown away unasked.
     *
     * @throws BundleException if there is a checkpoint and nobody said what to do with it
     */
    static void requireNone(Path out) {
        Path folder = folder(out);
        Optional<FileCheckpointStore.Position> position = FileCheckpointStore.positionIn(folder);
        if (position.isPresent()) {
            throw new BundleException("an earlier training was cut short after " + position.get() + " (see " + folder
                    + "); go on from there with --resume, or throw it away with --fresh");
        }
    }

    /** Whether there is a checkpoint of the bundle {@code out}. */
    static boolean isIn(Path out) {
        return FileCheckpointStore.positionIn(folder(out)).isPresent();
    }

    /** Watches over a run that is about to start. */
    static RunCheckpoint watch(Path out, CommonOptions common) {
        String remedy = common.hasOption("--resume")
                ? "go on with the same command and --resume"
                : "the same command starts anew";
        return watch(out, common, remedy);
    }

    /**
     * Watches over a run that is about to start.
     *
     * @param remedy how to go on where the run stops, for people
     */
    static RunCheckpoint watch(Path out, CommonOptions common, String remedy) {
        return new RunCheckpoint(folder(out), common, remedy);
    }

    /** The file beside the checkpoint's own that a training may keep what it took in; it goes with the checkpoint. */
    Path soFar() {
        return folder.resolve("so-far.json");
    }

    /** Opens the store: to go on from what is there, or to start anew. */
    FileCheckpointStore store(boolean resume, Map<String, String> identity) {
        FileCheckpointStore store =
                resume ? FileCheckpointStore.resume(folder, identity) : FileCheckpointStore.anew(folder, identity);
        open = true;
        if (!resume) {
            return store;
        }
        Optional<FileCheckpointStore.Position> position = FileCheckpointStore.positionIn(folder);
        common.remark(
                position.isPresent()
                        ? "Going on after " + position.get()
                        : "There is no checkpoint in " + folder + ", so training starts at the beginning");
        return store;
    }

    /** The run is complete and its bundle written: the checkpoint is not needed any more. */
    void complete(FileCheckpointStore store) {
        complete = true;
        try {
            Files.deleteIfExists(soFar());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.clear();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook tells
        }
        if (open && !complete) {
            tell();
        }
    }

    private void tell() {
        Optional<FileCheckpointStore.Position> position = FileCheckpointStore.positionIn(folder);
        if (position.isPresent()) {
            common.alert("Training stopped; " + position.get() + " is kept in " + folder + "; " + remedy);
        } else {
            common.alert("Training stopped before its first epoch was complete, so nothing is kept");
        }
    }
}
