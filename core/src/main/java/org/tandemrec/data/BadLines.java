package org.tandemrec.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Applies the {@link BadLinePolicy}: stops, or counts and keeps the first messages. */
final class BadLines {
    private static final int SHOWN = 5;

    private final String place;
    private final BadLinePolicy policy;
    private final List<String> messages = new ArrayList<>();
    private long count;

    /**
     * The bad lines of a source.
     *
     * @param place what stands before the number of a line, such as {@code events.csv:}
     */
    BadLines(String place, BadLinePolicy policy) {
        this.place = place;
        this.policy = policy;
    }

    void add(long line, BadLine problem) {
        String message = "%s%d: %s".formatted(place, line, problem.getMessage());
        switch (policy) {
            case STOP ->
                throw new DataException(
                        message + "; correct the line, or leave bad lines out with --on-bad-line skip", problem);
            case SKIP -> {
                count++;
                if (messages.size() < SHOWN) {
                    messages.add(message);
                }
            }
        }
    }

    /** Returns the same policy for the lines of another file, whose bad ones {@link #addAll} takes over. */
    BadLines ofFile(Path other) {
        return at(other + ":");
    }

    /** Returns the same policy for another place, such as {@code events.parquet: row }. */
    BadLines at(String other) {
        return new BadLines(other, policy);
    }

    /** Takes over the bad lines of a file. */
    void addAll(BadLines other) {
        count += other.count;
        for (String message : other.messages) {
            if (messages.size() < SHOWN) {
                messages.add(message);
            }
        }
    }

    long count() {
        return count;
    }

    List<String> messages() {
        return List.copyOf(messages);
    }
}
