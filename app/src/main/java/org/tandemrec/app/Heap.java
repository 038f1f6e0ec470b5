package org.tandemrec.app;

import java.util.Locale;

/** The memory that the JVM may use for its objects: its size for people, and how to have more of it. */
public final class Heap {
    private static final double GIGABYTE = 1L << 30;

    private Heap() {}

    /** A size for people, for example {@code 2.5 GB}. */
    public static String text(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
    }

    /** What to do where the heap must have {@code bytes} in all, for example {@code give the JVM more …}. */
    public static String remedy(long bytes) {
        return String.format(Locale.ROOT, "give the JVM more, for example TANDEM_JAVA_OPTS=-Xmx%dg", (long)
                Math.ceil(bytes / GIGABYTE));
    }
}
