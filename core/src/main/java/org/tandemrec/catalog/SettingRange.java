package org.tandemrec.catalog;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemrec.base.Check;

/**
 * The values among which a search for good settings draws the value of one setting. Its text form is what {@link #parse} reads:
 * {@code 0.001..0.1:log}, {@code 1..4}, or {@code 64,128,256}.
 */
public sealed interface SettingRange {
    /** Draws a value as text that {@link Setting#put} reads; the same generator draws the same. */
    String draw(SplittableRandom random, boolean whole);

    /**
     * An interval of numbers, both ends included.
     *
     * @param from the smallest value
     * @param to the largest value
     * @param log whether the logarithm of the value is drawn uniformly, not the value
     */
    record Interval(double from, double to, boolean log) implements SettingRange {
        /* Enough to tell two values apart by what they do, and short enough to read. */
        private static final int DIGITS = 3;

        /** Checks the ends. */
        public Interval {
            Check.argument(
                    Double.isFinite(from) && Double.isFinite(to) && from < to,
                    "a range must go from a smaller to a larger number, but went from %s to %s",
                    from,
                    to);
            Check.argument(!log || from > 0, "a logarithmic range must start above 0, but started at %s", from);
        }

        /**
         * A value of the interval: a whole number, or one of three significant digits.
         *
         * @param whole whether the setting takes whole numbers alone
         */
        @Override
        public String draw(SplittableRandom random, boolean whole) {
            double low = whole ? Math.ceil(from) - 0.5 : from;
            double high = whole ? Math.floor(to) + 0.5 : to;
            double share = random.nextDouble();
            double value = log
                    ? StrictMath.exp(StrictMath.log(low) + share * (StrictMath.log(high) - StrictMath.log(low)))
                    : low + share * (high - low);
            if (whole) {
                return Long.toString(Math.clamp(Math.round(value), (long) Math.ceil(from), (long) Math.floor(to)));
            }
            return number(Math.clamp(rounded(value), from, to));
        }

        private static double rounded(double value) {
            return new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
        }

        @Override
        public String toString() {
            return number(from) + ".." + number(to) + (log ? ":log" : "");
        }

        /** Without an exponent and without zeros at its end. */
        private static String number(double value) {
            return value == 0
                    ? "0"
                    : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        }
    }

    /**
     * Values each of which is equally likely.
     *
     * @param values the values as a configuration file spells them
     */
    record Values(List<String> values) implements SettingRange {
        /** Checks that there is one. */
        public Values {
            values = List.copyOf(values);
            Check.argument(
                    !values.isEmpty() && values.stream().noneMatch(String::isBlank),
                    "values to choose among must not be empty, but were %s",
                    values);
        }

        @Override
        public String draw(SplittableRandom random, boolean whole) {
            return values.get(random.nextInt(values.size()));
        }

        @Override
        public String toString() {
            return String.join(",", values);
        }
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if the text is neither an interval nor a list of values
     */
    static SettingRange parse(String text) {
        Matcher interval = Pattern.compile("(.+?)\\.\\.(.+?)(:log)?").matcher(text.strip());
        if (!interval.matches()) {
            return new Values(
                    Arrays.stream(text.split(",", -1)).map(String::strip).toList());
        }
        try {
            return new Interval(
                    Double.parseDouble(interval.group(1)),
                    Double.parseDouble(interval.group(2)),
                    interval.group(3) != null);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "a range is FROM..TO or FROM..TO:log with two numbers, such as 0.001..0.1:log, but was \"" + text
                            + "\"",
                    e);
        }
    }
}
