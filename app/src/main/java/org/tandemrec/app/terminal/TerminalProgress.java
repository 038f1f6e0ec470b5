package org.tandemrec.app.terminal;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.tandemrec.model.ProgressListener;

/**
 * Shows progress on standard error: a bar with rate and time left where it is a terminal, else a line every few seconds. Either
 * way every piece of work ends with one line that says how much was done and how fast.
 */
public final class TerminalProgress implements ProgressListener {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LINE_INTERVAL = 5 * NANOS_PER_SECOND;
    private static final int REDRAW_MILLIS = 200;
    private static final String ERASE_REST = "\033[K";
    private static final String ERASE_LINE = "\r" + ERASE_REST;
    /** Work shorter than this has no rate worth printing. */
    private static final double SHORTEST_RATED_SECONDS = 0.005;

    private final Terminal terminal;
    private final LongSupplier nanos;

    /** Progress on that terminal. */
    public TerminalProgress(Terminal terminal) {
        this(terminal, System::nanoTime);
    }

    TerminalProgress(Terminal terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
    }

    @Override
    public Task start(String name, long total, String unit) {
        return terminal.watched() ? new BarTask(name, total, unit) : new LineTask(name, total, unit);
    }

    private String summary(String name, long done, String unit, long start) {
        double seconds = (nanos.getAsLong() - start) / (double) NANOS_PER_SECOND;
        String text = name + ": " + Terminal.count(done) + " " + unit + " in " + Terminal.duration(seconds);
        return seconds < SHORTEST_RATED_SECONDS
                ? text
                : text + " (" + Terminal.count(Math.round(done / seconds)) + " " + unit + "/s)";
    }

    private final class LineTask implements Task {
        private final String name;
        private final long total;
        private final String unit;
        private final long start = nanos.getAsLong();
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong nextLine = new AtomicLong(start + LINE_INTERVAL);

        LineTask(String name, long total, String unit) {
            this.name = name;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public void advance(long amount) {
            long now = done.addAndGet(amount);
            long due = nextLine.get();
            long time = nanos.getAsLong();
            if (time - due >= 0 && nextLine.compareAndSet(due, time + LINE_INTERVAL)) {
                terminal.err().println(line(now, time));
            }
        }

        private String line(long now, long time) {
            String text = name + ": " + Terminal.count(now);
            if (total <= 0) {
                return text + " " + unit;
            }
            double left = (time - start) / (double) NANOS_PER_SECOND * Math.max(0, total - now) / Math.max(1, now);
            return String.format(
                    Locale.ROOT,
                    "%s of %s %s (%d %%), %s left",
                    text,
                    Terminal.count(total),
                    unit,
                    Math.min(100, 100 * now / total),
                    Terminal.duration(left));
        }

        @Override
        public void close() {
            terminal.err().println(summary(name, done.get(), unit, start));
        }
    }

    private final class BarTask implements Task {
        private final String name;
        private final String unit;
        private final long start = nanos.getAsLong();
        private final ProgressBar bar;

        BarTask(String name, long total, String unit) {
            this.name = name;
            this.unit = unit;
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(total > 0 ? total : -1)
                    .setUpdateIntervalMillis(REDRAW_MILLIS)
                    .setRenderer(new BarRenderer(unit))
                    .setConsumer(new BarConsumer(terminal.err(), terminal.columns() - 1))
                    .build();
            terminal.setLineOpen(true);
        }

        @Override
        public void advance(long amount) {
            bar.stepBy(amount);
        }

        @Override
        public void close() {
            long done = bar.getCurrent();
            bar.close();
            terminal.setLineOpen(false);
            terminal.err().println(ERASE_LINE + summary(name, done, unit, start));
        }
    }

    /** Draws a bar over and over, and leaves ending its line to the task: the library forgets to where the work was very short. */
    private record BarConsumer(PrintStream err, int getMaxRenderedLength) implements ProgressBarConsumer {
        @Override
        public void accept(String text) {
            err.print("\r" + text + ERASE_REST);
            err.flush();
        }

        @Override
        public void close() {}
    }
}
