package org.tandemrec.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tandemrec.model.CheckpointStore;
import org.tandemrec.model.ModelState;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Checkpoints in a folder: {@code epoch-N.safetensors}, or {@code epoch-N-stage-K.safetensors} within the epoch after N, and
 * {@code checkpoint.json}, which names it, its checksum, and the identity of the run, that is everything that must be the same for the
 * run to go on.
 *
 * <p>{@code checkpoint.json} is replaced in one step after the state is on the disk, so a crash leaves the last checkpoint or the
 * new one.
 */
public final class FileCheckpointStore implements CheckpointStore {
    private static final String POINTER = "checkpoint.json";
    private static final String NEW_POINTER = "checkpoint-new.json";
    private static final String NEW_STATE = "epoch-new.safetensors";

    private final Path folder;
    private final Map<String, String> identity;

    private FileCheckpointStore(Path folder, Map<String, String> identity) {
        this.folder = folder;
        this.identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
    }

    private record Pointer(int epoch, int stage, Map<String, String> identity, long size, String sha256) {
        Position position() {
            return new Position(epoch, stage);
        }
    }

    /**
     * How far a run has come.
     *
     * @param epoch how many epochs are done
     * @param stage how many stages of the next epoch are done, too
     */
    public record Position(int epoch, int stage) {
        /** What is complete, for people. */
        @Override
        public String toString() {
            return stage == 0 ? "epoch " + epoch : "stage " + stage + " of epoch " + (epoch + 1);
        }
    }

    /**
     * The identity of a run. The number of epochs is not part of it, so that a run can go on for more epochs; where it is a
     * setting of a part of the model, it is.
     *
     * @param config the resolved config
     * @param dataChecksum of the interactions that are trained on
     * @param heldOut the rule that cuts the held-out part off them
     */
    public static Map<String, String> identity(
            String kind, JsonNode config, String dataChecksum, long seed, String heldOut) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("model", kind);
        flatten("", config, identity);
        identity.remove("epochs");
        identity.put("seed", Long.toString(seed));
        identity.put("held-out", heldOut);
        identity.put("data checksum", dataChecksum);
        return identity;
    }

    /**
     * A store for a run that starts anew: checkpoints that are there are deleted.
     *
     * @throws BundleException if that fails
     */
    public static FileCheckpointStore anew(Path folder, Map<String, String> identity) {
        FileCheckpointStore store = new FileCheckpointStore(folder, identity);
        store.clear();
        return store;
    }

    /**
     * A store for a run that goes on from the checkpoint that is there, if one is.
     *
     * @throws BundleException if the checkpoint is of a run with another identity, naming what differs
     */
    public static FileCheckpointStore resume(Path folder, Map<String, String> identity) {
        FileCheckpointStore store = new FileCheckpointStore(folder, identity);
        store.pointer().ifPresent(pointer -> store.requireSame(pointer.identity));
        return store;
    }

    /**
     * How far the run has come whose checkpoint is in a folder, if there is one.
     *
     * @throws BundleException if what is there cannot be read
     */
    public static Optional<Position> positionIn(Path folder) {
        return new FileCheckpointStore(folder, Map.of()).pointer().map(Pointer::position);
    }

    @Override
    public Optional<Checkpoint> latest() {
        return pointer().map(pointer -> {
            requireSame(pointer.identity);
            Path file = state(pointer.position());
            try {
                Manifest.FileSum expected = new Manifest.FileSum(pointer.size, pointer.sha256);
                if (!Files.isRegularFile(file) || !BundleFiles.sum(file).equals(expected)) {
                    throw damaged(file + " is not what was written");
                }
                Position position = pointer.position();
                return new Checkpoint(
                        position.epoch(),
                        position.stage(),
                        Safetensors.read(file).state());
            } catch (FormatException e) {
                throw damaged(file + ": " + e.getMessage());
            } catch (IOException e) {
                throw BundleException.reading(file, e);
            }
        });
    }

    @Override
    public void save(Checkpoint checkpoint) {
        Position position = new Position(checkpoint.epoch(), checkpoint.stage());
        try {
            Files.createDirectories(folder);
            replace(position, checkpoint.state());
            deleteStates(state(position));
        } catch (IOException e) {
            BundleException failure = BundleException.writing(folder, "the last checkpoint is unchanged", e);
            for (String half : List.of(NEW_STATE, NEW_POINTER)) {
                try {
                    Files.deleteIfExists(folder.resolve(half)); // a full disk has no room for it
                } catch (IOException deleting) {
                    failure.addSuppressed(deleting);
                }
            }
            throw failure;
        }
    }

    /** Writes a state, then makes it the one that is pointed to. */
    private void replace(Position position, ModelState state) throws IOException {
        Path fresh = folder.resolve(NEW_STATE);
        Safetensors.write(fresh, state, Map.of("format", "tandem"));
        Manifest.FileSum sum = BundleFiles.sum(fresh);
        Files.move(fresh, state(position), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        BundleFiles.forceFolder(folder); // the state's name lasts before anything points to it
        Path pointer = folder.resolve(NEW_POINTER);
        BundleFiles.write(
                pointer,
                Json.MAPPER.writeValueAsBytes(
                        new Pointer(position.epoch(), position.stage(), identity, sum.size(), sum.sha256())));
        Files.move(
                pointer, folder.resolve(POINTER), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        BundleFiles.forceFolder(folder);
    }

    /**
     * Deletes the checkpoint, and the folder if nothing else is in it.
     *
     * @throws BundleException if that fails
     */
    public void clear() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve(POINTER));
            Files.deleteIfExists(folder.resolve(NEW_POINTER));
            deleteStates(folder.resolve(POINTER));
            boolean empty;
            try (Stream<Path> entries = Files.list(folder)) {
                empty = entries.findAny().isEmpty();
            }
            if (empty) {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw BundleException.writing(folder, "a checkpoint may be left", e);
        }
    }

    private void deleteStates(Path kept) throws IOException {
        List<Path> states;
        try (Stream<Path> entries = Files.list(folder)) {
            states = entries.filter(file ->
                            String.valueOf(file.getFileName()).matches("epoch-(\\d+(-stage-\\d+)?|new)\\.safetensors"))
                    .toList();
        }
        for (Path file : states) {
            if (!file.equals(kept)) {
                Files.delete(file);
            }
        }
    }

    private Path state(Position position) {
        String stage = position.stage() == 0 ? "" : "-stage-" + position.stage();
        return folder.resolve("epoch-" + position.epoch() + stage + ".safetensors");
    }

    private Optional<Pointer> pointer() {
        Path file = folder.resolve(POINTER);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file), Pointer.class));
        } catch (JacksonException e) {
            throw damaged(file + " cannot be read (" + e.getOriginalMessage() + ")");
        } catch (IOException e) {
            throw BundleException.reading(file, e);
        }
    }

    private void requireSame(Map<String, String> stored) {
        List<String> differences = differences(stored, identity);
        if (!differences.isEmpty()) {
            throw new BundleException("cannot resume from " + folder + ": " + String.join("; ", differences)
                    + "; use the settings it was started with, or start anew with --fresh");
        }
    }

    /**
     * In what the identity of an earlier run and that of a new one differ, by name, for people: {@code seed was 42 and is now 7}.
     *
     * @param earlier what the earlier run was
     * @param now what the new one is
     */
    public static List<String> differences(Map<String, String> earlier, Map<String, String> now) {
        TreeSet<String> names = new TreeSet<>(earlier.keySet());
        names.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String was = earlier.getOrDefault(name, "absent");
            String is = now.getOrDefault(name, "absent");
            if (!was.equals(is)) {
                differences.add(name + " was " + was + " and is now " + is);
            }
        }
        return differences;
    }

    private BundleException damaged(String what) {
        return new BundleException(
                "the checkpoint in " + folder + " is damaged: " + what + "; start anew with --fresh");
    }

    private static void flatten(String prefix, JsonNode json, Map<String, String> flat) {
        json.forEachEntry((key, value) -> {
            if (value.isObject()) {
                flatten(prefix + key + ".", value, flat);
            } else {
                flat.put(prefix + key, value.isString() ? value.stringValue() : value.toString());
            }
        });
    }
}
