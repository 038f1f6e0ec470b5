package org.tandemrec.eval;

import org.tandemrec.base.Check;

/**
 * The values between two ends, both included: where a figure lies with a stated confidence.
 *
 * @param low the lower end
 * @param high the upper end, not below {@code low}
 */
public record Interval(double low, double high) {
    /** Checks the ends. */
    public Interval {
        Check.argument(
                low <= high,
                "an interval's low end must not be above its high end, but they were %s and %s",
                low,
                high);
    }

    /** Half of the distance between the ends. */
    public double halfWidth() {
        return (high - low) / 2;
    }

    /** Whether a value lies between the ends. */
    public boolean contains(double value) {
        return value >= low && value <= high;
    }
}
