package org.tandemrec.bench;

import java.util.Locale;
import java.util.function.Consumer;
import org.tandemrec.app.PeakMemory;

/** What a command prints for people: named values, one a line. */
final class ReportLines {
    private final Consumer<String> print;

    /** Lines that go to {@code print}. */
    ReportLines(Consumer<String> print) {
        this.print = print;
    }

    /** What a figure was measured with, in three lines after the command. */
    void machine(String command, int threads) {
        line("command", command);
        line("machine", Machine.processor() + ", " + threads + (threads == 1 ? " thread" : " threads"));
        line("JVM", Machine.jvm());
        line("arithmetic", Machine.arithmetic());
    }

    /** The peak of memory so far. */
    void memory() {
        line("peak memory", PeakMemory.text());
    }

    /** One value. */
    void line(String name, String value) {
        print.accept(format("%-15s %s", name, value));
    }

    /** A figure that was measured several times: its median, and in brackets the smallest and the largest value. */
    static String samples(Samples samples, String form) {
        return format(form + " (" + form + " … " + form + ")", samples.median(), samples.min(), samples.max());
    }

    /** Formats numbers the same in every country. */
    static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
