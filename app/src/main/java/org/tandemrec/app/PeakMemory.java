package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** The largest resident memory of this process so far, where the system tells. */
public final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int KIB = 1024;

    private PeakMemory() {}

    /** In bytes; empty where the system does not tell. */
    static OptionalLong bytes() {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty(); // the figure is left out where it cannot be read
        }
    }

    /** A size for people, for example {@code 2.10 GB}. */
    static String text(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    /** The largest so far for people, or that the system does not tell. */
    public static String text() {
        OptionalLong bytes = bytes();
        return bytes.isPresent() ? text(bytes.getAsLong()) : "not told by this system";
    }
}
