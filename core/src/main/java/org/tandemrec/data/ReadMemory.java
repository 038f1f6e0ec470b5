package org.tandemrec.data;

import java.nio.file.Path;

/** Refuses files that the JVM's memory cannot hold before they are read, by their size and the length of their first lines. */
final class ReadMemory {
    /** What a rating of the prize takes while it is sorted: user, item, stars and day, then the last three once more. */
    static final int NETFLIX_ROW_BYTES = 4 + 2 + 1 + 2 + 2 + 1 + 2;

    /** What an event of another format takes at least, with times in seconds. */
    static final int ROW_BYTES = 4 + 2 + 1 + 4 + 2 + 1 + 4;

    /** The part of the JVM's memory that columns may take; ids, buffers and the collector need the rest. */
    private static final double USABLE = 0.9;

    private static final double GIGABYTE = 1L << 30;

    private ReadMemory() {}

    /**
     * Estimates the rows from below: a zipped file has more of them than its size suggests.
     *
     * @param place the file or folder
     * @param head the first bytes of the first file
     * @param bytes the size of all files
     * @param rowBytes what a row takes
     * @param limit the most memory that the JVM may use, in bytes
     * @throws DataException if the rows take more than that
     */
    static void require(Path place, byte[] head, long bytes, int rowBytes, long limit) {
        long lines = 0;
        for (byte b : head) {
            lines += b == '\n' ? 1 : 0;
        }
        requireRows(place, (double) bytes * lines / Math.max(1, head.length), rowBytes, limit);
    }

    /**
     * Refuses a number of rows that the memory cannot hold.
     *
     * @param place the file or folder
     * @param rows how many rows there are, or about how many
     * @param rowBytes what a row takes
     * @param limit the most memory that the JVM may use, in bytes
     * @throws DataException if the rows take more than that
     */
    static void requireRows(Path place, double rows, int rowBytes, long limit) {
        double needed = rows * rowBytes / USABLE;
        if (needed > limit) {
            throw new DataException(
                    "%s: about %,d interactions need %.1f GB of memory to be read, but the JVM may use %.1f GB; give it more, for example TANDEM_JAVA_OPTS=-Xmx%dg, or read a part of the data"
                            .formatted(place, Math.round(rows), needed / GIGABYTE, limit / GIGABYTE, (long)
                                    Math.ceil(needed / GIGABYTE)));
        }
    }
}
