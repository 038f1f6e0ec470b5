package org.tandemrec.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A folder of data files that are marked as Tandem's own by the first line of their {@code README}. They are written under temporary
 * names and then renamed, so a failure leaves the files that were there before, and files of somebody else are never replaced.
 */
final class MarkedFolder {
    private static final String README = "README";
    /** What every mark ends with. */
    private static final String ANY_MARK = " files written by Tandem\n";

    private static final int LONGEST_MARK = 64;
    private static final String TEMPORARY = ".partial";

    private final Path folder;
    private final String mark;
    private final List<String> files = new ArrayList<>();

    /**
     * A folder that may not exist yet.
     *
     * @param mark the first line of the {@code README}: {@code … files written by Tandem}
     * @param files the names of the other files; once the last one is there, all are
     */
    MarkedFolder(Path folder, String mark, List<String> files) {
        this.folder = folder;
        this.mark = mark;
        this.files.add(README);
        this.files.addAll(files);
    }

    /** Writes all files but the {@code README}. */
    @FunctionalInterface
    interface Content {
        /** Writes each file to the path that {@code place} gives for its name. */
        void write(Function<String, Path> place) throws IOException;
    }

    /** Whether the folder has a {@code README} with the mark. */
    boolean isMarked() throws IOException {
        return firstOfReadme(mark.length()).equals(mark);
    }

    /** The first characters of the {@code README}, which are ASCII in ours; empty where there is none. */
    private String firstOfReadme(int length) throws IOException {
        Path readme = folder.resolve(README);
        if (!Files.isRegularFile(readme)) {
            return "";
        }
        try (var in = Files.newInputStream(readme)) {
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * Makes sure that {@link #replace} will replace nothing but files with the mark.
     *
     * @throws DataException if the folder has such files without it
     */
    void requireReplaceable() throws IOException {
        for (String file : files) {
            if (Files.exists(folder.resolve(file)) && !isMarked()) {
                throw new DataException("%s: exists and %s, so it is not overwritten; choose another folder"
                        .formatted(
                                folder.resolve(file),
                                firstOfReadme(LONGEST_MARK).contains(ANY_MARK)
                                        ? "belongs to other files of Tandem"
                                        : "was not written by Tandem"));
            }
        }
    }

    /**
     * Writes the files, replacing those with the mark; creates the folder where it is missing.
     *
     * @param about what the {@code README} says below the mark
     * @throws DataException if the folder has such files without the mark
     */
    void replace(String about, Content content) throws IOException {
        Files.createDirectories(folder);
        requireReplaceable();
        try {
            Files.writeString(temporary(README), mark + "\n\n" + about);
            content.write(this::temporary);
            for (String file : files.subList(1, files.size())) {
                Files.deleteIfExists(folder.resolve(file)); // never new files beside old ones
            }
            for (String file : files) {
                Files.move(temporary(file), folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (FileSystemException e) {
            throw e; // names the file
        } catch (IOException e) { // a full disk tells no name
            throw (IOException) new FileSystemException(folder.toString(), null, e.getMessage()).initCause(e);
        } finally {
            for (String file : files) {
                Files.deleteIfExists(temporary(file));
            }
        }
    }

    private Path temporary(String file) {
        return folder.resolve(file + TEMPORARY);
    }
}
