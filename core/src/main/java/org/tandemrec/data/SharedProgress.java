package org.tandemrec.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How far reading several files has come, told as one: each has a listener of its own, which its thread may use at any time. */
final class SharedProgress {
    private final ReadProgress whole;
    private final long total;
    private long done;

    /** Progress over the files' sizes, told to {@code whole}. */
    SharedProgress(ReadProgress whole, List<Path> files) {
        this.whole = whole;
        long sum = 0;
        for (Path file : files) {
            try {
                sum += Files.size(file);
            } catch (IOException e) {
                throw FileInput.explained(file, e);
            }
        }
        total = sum;
    }

    /** The files' bytes on the disk. */
    long total() {
        return total;
    }

    /** Returns the listener of one file. */
    ReadProgress file() {
        return new ReadProgress() {
            private long before;

            @Override
            public void advanced(long bytes, long size) {
                add(bytes - before);
                before = bytes;
            }
        };
    }

    private synchronized void add(long bytes) {
        done += bytes;
        whole.advanced(done, total);
    }
}
