package org.tandemrec.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A small file system of its own that is filled up and freed again. */
final class SmallDisk implements Outage {
    private static final long MOST_BYTES = 2L << 30;
    private static final int BLOCK = 1 << 20;

    private final Path folder;
    private final boolean mounted;

    private SmallDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /**
     * Takes a folder that is a small file system, or mounts one in memory.
     *
     * @param given the folder; null to mount one at {@code at}
     * @param bytes how large one that is mounted is
     */
    static SmallDisk of(@Nullable Path given, Path at, long bytes) {
        if (given == null) {
            run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tandem-bench", at.toString());
            return new SmallDisk(at, true);
        }
        try {
            long total = Files.getFileStore(given).getTotalSpace();
            if (total > MOST_BYTES) {
                throw new CaseException("--small-disk must be a file system of at most " + MOST_BYTES
                        + " bytes, for it is filled up, but that of " + given + " has " + total);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SmallDisk(given, false);
    }

    Path folder() {
        return folder;
    }

    /** Fills it up to the last byte. */
    @Override
    public void begin() {
        byte[] block = new byte[BLOCK];
        try (FileChannel out = FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int size = BLOCK; size > 0; size /= 2) {
                writeWhileThereIsRoom(out, ByteBuffer.wrap(block, 0, size).slice());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeWhileThereIsRoom(FileChannel out, ByteBuffer block) {
        try {
            while (true) {
                block.clear();
                while (block.hasRemaining()) {
                    out.write(block);
                }
            }
        } catch (IOException e) {
            return; // no room for a block of this size
        }
    }

    @Override
    public void end() {
        try {
            Files.delete(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() {
        if (mounted) {
            run("umount", folder.toString());
        }
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new CaseException("a small file system is needed, but \"" + String.join(" ", command)
                        + "\" says \"" + said + "\"; run as root, or give a folder on a small one with --small-disk");
            }
        } catch (IOException e) {
            throw new CaseException("a small file system is needed, but there is no " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
        }
    }
}
