package org.tandemrec.app.terminal;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * Draws one line of progress that fits the terminal: name, share, bar, rate, time left. The bar takes the room that is left.
 *
 * @param unit the unit's name in the plural
 */
record BarRenderer(String unit) implements ProgressBarRenderer {
    private static final int MIN_BAR = 5;
    private static final int MAX_BAR = 40;

    @Override
    public String render(ProgressState state, int width) {
        double seconds = state.getElapsedAfterStart().toNanos() / 1e9;
        return line(state.getTaskName(), state.getCurrent(), state.getMax(), seconds, width);
    }

    /** Returns the line for {@code done} of {@code total} (unknown if not positive) after that time, at most {@code width} long. */
    String line(String name, long done, long total, double seconds, int width) {
        double rate = seconds > 0 ? done / seconds : 0;
        String speed = Terminal.count(Math.round(rate)) + " " + unit + "/s";
        if (total <= 0) {
            return cut(name + "  " + Terminal.count(done) + " " + unit + "  " + speed, width);
        }
        double share = Math.clamp((double) done / total, 0, 1);
        String left = rate > 0 ? ", " + Terminal.duration((1 - share) * total / rate) + " left" : "";
        String start = String.format(Locale.ROOT, "%s %3d %% ", name, (int) (100 * share));
        String end = " " + speed + left;
        int bar = Math.min(MAX_BAR, width - start.length() - end.length());
        return bar < MIN_BAR ? cut(start + end, width) : start + bar(share, bar) + end;
    }

    private static String bar(double share, int length) {
        int filled = (int) (share * length);
        return "█".repeat(filled) + "░".repeat(length - filled);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width);
    }
}
