package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart: maps values to pixels and knows its ticks, which are multiples of 1, 2 or 5 times a power of ten, or the powers
 * of ten themselves.
 *
 * @param low the value at {@code pixelLow}; of a logarithmic axis, its decimal logarithm, as for {@code high} and {@code step}
 * @param high the value at {@code pixelHigh}, greater than {@code low}
 * @param pixelLow where it starts
 * @param pixelHigh where it ends; less than {@code pixelLow} on a vertical axis
 * @param step the distance of two ticks
 * @param logarithmic whether equal factors have equal distances
 */
record Axis(double low, double high, double pixelLow, double pixelHigh, double step, boolean logarithmic) {
    private static final String[] THOUSANDS = {"", " k", " M", " G", " T"};

    /** A linear axis. */
    Axis(double low, double high, double pixelLow, double pixelHigh, double step) {
        this(low, high, pixelLow, pixelHigh, step, false);
    }

    /** Returns a logarithmic axis that holds all values, which are positive, and ends on powers of ten. */
    static Axis ofPowers(double min, double max, double pixelLow, double pixelHigh) {
        double low = Math.floor(Math.log10(min) + 1e-9);
        double high = Math.max(low + 1, Math.ceil(Math.log10(max) - 1e-9));
        return new Axis(low, high, pixelLow, pixelHigh, 1, true);
    }

    /** Returns an axis that holds all values and ends on ticks. Equal values are put into its middle. */
    static Axis around(double min, double max, double pixelLow, double pixelHigh, int maxTicks) {
        double spread = max - min;
        if (!(spread > 1e-9 * Math.max(Math.abs(min), Math.abs(max)))) {
            double margin = min == 0 ? 1 : Math.abs(min) * 0.1;
            return around(min - margin, min + margin, pixelLow, pixelHigh, maxTicks);
        }
        double step = step(spread, maxTicks);
        double low = Math.floor(min / step + 1e-9) * step;
        double high = Math.ceil(max / step - 1e-9) * step;
        return new Axis(low, high, pixelLow, pixelHigh, step);
    }

    /** Returns an axis over whole numbers that starts and ends at the first and the last; a single one is in its middle. */
    static Axis ofWhole(int min, int max, double pixelLow, double pixelHigh, int maxTicks) {
        if (min == max) {
            return new Axis(min - 0.5, max + 0.5, pixelLow, pixelHigh, 1);
        }
        return new Axis(min, max, pixelLow, pixelHigh, Math.max(1, step(max - (double) min, maxTicks)));
    }

    /** The smallest nice step that needs at most {@code maxTicks} ticks for {@code spread}. */
    static double step(double spread, int maxTicks) {
        double least = spread / Math.max(1, maxTicks - 1);
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    double pixel(double value) {
        double at = logarithmic ? Math.log10(value) : value;
        return pixelLow + (at - low) / (high - low) * (pixelHigh - pixelLow);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        long last = (long) Math.floor(high / step + 1e-6);
        for (long i = (long) Math.ceil(low / step - 1e-6); i <= last; i++) {
            ticks.add(logarithmic ? Math.pow(10, (double) i) : i * step);
        }
        return ticks;
    }

    /** Formats a tick with as many decimals as the step has; powers of ten from 1,000 on as 1 k, 10 k, 100 k, 1 M, … */
    String label(double tick) {
        if (logarithmic) {
            int power = (int) Math.round(Math.log10(tick));
            int thousands = Math.clamp(power / 3, 0, THOUSANDS.length - 1);
            return String.format(Locale.ROOT, "%." + Math.max(0, -power) + "f", tick / Math.pow(1000, thousands))
                    + THOUSANDS[thousands];
        }
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", tick == 0 ? 0.0 : tick);
    }
}
