package org.tandemrec.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** Writes one {@code combined_data_*.txt} of the Netflix Prize: movies in the order of their numbers, each with its ratings. */
final class NetflixWriter {
    private static final int BUFFER_BYTES = 1 << 20;
    /** A user's id, a rating, a day and what separates them, or the line of a movie, are never longer. */
    private static final int LONGEST_LINE = 32;

    private final List<NetflixBlock> blocks;
    private final NetflixUsers users;
    private final byte[][] days;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    NetflixWriter(List<NetflixBlock> blocks, NetflixUsers users) {
        this.blocks = blocks;
        this.users = users;
        this.days = new byte[NetflixConfig.days()][];
        for (int day = 0; day < days.length; day++) {
            String text = NetflixConfig.FIRST_DAY.plusDays(day) + "\n";
            days[day] = text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * Writes the movies {@code from … to - 1}.
     *
     * @param written is told how many ratings more have been written
     */
    void write(Path file, int from, int to, LongConsumer written) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int number = from; number < to; number++) {
                long ratings = 0;
                require(LONGEST_LINE, out);
                digits(number);
                buffer[filled++] = ':';
                buffer[filled++] = '\n';
                for (NetflixBlock block : blocks) {
                    int end = block.start(number + 1);
                    for (int rating = block.start(number); rating < end; rating++) {
                        require(LONGEST_LINE, out);
                        line(block, rating);
                    }
                    ratings += end - block.start(number);
                }
                written.accept(ratings);
            }
            out.write(buffer, 0, filled);
            filled = 0;
        }
    }

    private void line(NetflixBlock block, int rating) {
        digits(users.id(block.user(rating)));
        buffer[filled++] = ',';
        buffer[filled++] = (byte) ('0' + block.stars(rating));
        buffer[filled++] = ',';
        byte[] day = days[block.day(rating)];
        System.arraycopy(day, 0, buffer, filled, day.length);
        filled += day.length;
    }

    private void digits(int number) {
        int length = 1;
        for (int bound = 10; number >= bound; bound *= 10) { // ids are far below the largest int
            length++;
        }
        int rest = number;
        for (int at = filled + length - 1; at >= filled; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        filled += length;
    }

    private void require(int bytes, OutputStream out) throws IOException {
        if (filled + bytes > buffer.length) {
            out.write(buffer, 0, filled);
            filled = 0;
        }
    }
}
