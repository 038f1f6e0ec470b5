package org.tandemrec.app.terminal;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * The two streams of a process and what is known about who reads them.
 *
 * <p>Java cannot tell which stream is a terminal, so the launcher does, in system properties; without it neither is one.
 */
public final class Terminal {
    private static final int DEFAULT_COLUMNS = 80;
    private static final int MIN_COLUMNS = 40;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean styled;
    private final boolean watched;
    private final int columns;
    private volatile boolean lineOpen;

    /**
     * Streams as described.
     *
     * @param out standard output
     * @param err standard error
     * @param styled whether standard output may carry escape sequences
     * @param watched whether standard error is a terminal, on which a line can be drawn over
     * @param columns the terminal's width
     */
    public Terminal(PrintStream out, PrintStream err, boolean styled, boolean watched, int columns) {
        this.out = out;
        this.err = err;
        this.styled = styled;
        this.watched = watched;
        this.columns = columns;
    }

    /** Returns the process's own streams, as the launcher describes them. */
    public static Terminal ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean plain = dumb || !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                System.out,
                System.err,
                Boolean.getBoolean("tandem.stdout.terminal") && !plain,
                Boolean.getBoolean("tandem.stderr.terminal") && !dumb,
                columns(System.getProperty("tandem.columns", "")));
    }

    private static int columns(String text) {
        boolean known = text.matches("[1-9][0-9]{0,4}");
        return known ? Math.max(MIN_COLUMNS, Integer.parseInt(text)) : DEFAULT_COLUMNS;
    }

    /** Standard output, for results. */
    public PrintStream out() {
        return out;
    }

    /** Standard error, for everything else. */
    public PrintStream err() {
        return err;
    }

    /** Whether standard output may carry escape sequences. */
    public boolean styled() {
        return styled;
    }

    /** Whether standard error is a terminal, on which a line can be drawn over. */
    public boolean watched() {
        return watched;
    }

    /** The terminal's width in characters. */
    public int columns() {
        return columns;
    }

    /** Ends the line that progress is being drawn on, if there is one: what is printed next starts a line of its own. */
    public void endLine() {
        if (lineOpen) {
            lineOpen = false;
            err.println();
            err.flush();
        }
    }

    void setLineOpen(boolean open) {
        lineOpen = open;
    }

    /** Formats a count with separators of thousands, the same in every country. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Formats a time span: {@code 0.35 s}, {@code 12.3 s}, {@code 4 min 05 s}, {@code 1 h 02 min}. */
    public static String duration(double seconds) {
        if (seconds < 9.995) {
            return String.format(Locale.ROOT, "%.2f s", seconds);
        }
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        long minutes = Math.round(seconds / 60);
        return String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    }
}
