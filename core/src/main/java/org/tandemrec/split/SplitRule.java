package org.tandemrec.split;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;

/** A rule that cuts interactions into a training part and test targets. Its text form is what {@link #parse} reads. */
public sealed interface SplitRule {
    /** Users with fewer interactions stay in training only. */
    int MIN_INTERACTIONS = 3;

    /** The paper's split: each user's last tenth. */
    SplitRule PAPER = new UserTail(0.1);

    /** Cuts {@code all}. */
    Split apply(Interactions all);

    /**
     * Reads {@code user-tail(0.1)}, {@code leave-last-out}, {@code global-tail(0.1)} or
     * {@code global-time(2001-01-01T00:00:00Z)}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    static SplitRule parse(String text) {
        Matcher matcher = Pattern.compile("([a-z-]+)(?:\\((.*)\\))?").matcher(text.strip());
        Check.argument(matcher.matches(), "%s", unknown(text));
        String argument = matcher.group(2) == null ? "" : matcher.group(2);
        try {
            return switch (matcher.group(1)) {
                case "user-tail" -> new UserTail(Double.parseDouble(argument));
                case "global-tail" -> new GlobalTail(Double.parseDouble(argument));
                case "global-time" -> new GlobalTime(Instant.parse(argument).toEpochMilli());
                case "leave-last-out" -> {
                    Check.argument(matcher.group(2) == null, "%s", unknown(text));
                    yield new LeaveLastOut();
                }
                default -> throw new IllegalArgumentException(unknown(text));
            };
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(unknown(text), e);
        }
    }

    private static String unknown(String text) {
        return "a split is user-tail(0.1), leave-last-out, global-tail(0.1) or global-time(2001-01-01T00:00:00Z), but was \""
                + text + "\"";
    }

    /** Each user's last {@code max(1, floor(fraction · n))} interactions. */
    record UserTail(double fraction) implements SplitRule {
        public UserTail {
            checkFraction(fraction);
        }

        @Override
        public Split apply(Interactions all) {
            return tail(all, this, count -> Math.max(1, (int) Math.floor(fraction * count + 1e-9)));
        }

        @Override
        public String toString() {
            return "user-tail(" + fraction + ")";
        }
    }

    /** Each user's last interaction. */
    record LeaveLastOut() implements SplitRule {
        @Override
        public Split apply(Interactions all) {
            return tail(all, this, count -> 1);
        }

        @Override
        public String toString() {
            return "leave-last-out";
        }
    }

    /** The newest {@code fraction} of all interactions: one cut in time for everybody; all that share the cut's time are targets. */
    record GlobalTail(double fraction) implements SplitRule {
        public GlobalTail {
            checkFraction(fraction);
        }

        @Override
        public Split apply(Interactions all) {
            checkTimes(all, this);
            long[] times = new long[all.size()];
            int count = 0;
            for (int user = 0; user < all.userCount(); user++) {
                for (int row = all.start(user); row < all.end(user); row++) {
                    times[count++] = all.timeMillis(row);
                }
            }
            Arrays.sort(times);
            int targets = (int) Math.floor(fraction * count + 1e-9);
            long cut = targets == 0 ? Long.MAX_VALUE : times[count - targets];
            return new Split(all, before(all, cut), this);
        }

        @Override
        public String toString() {
            return "global-tail(" + fraction + ")";
        }
    }

    /** All interactions from {@code timeMillis} (since 1970) on. */
    record GlobalTime(long timeMillis) implements SplitRule {
        @Override
        public Split apply(Interactions all) {
            checkTimes(all, this);
            return new Split(all, before(all, timeMillis), this);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "global-time(%s)", Instant.ofEpochMilli(timeMillis));
        }
    }

    private static void checkFraction(double fraction) {
        Check.argument(
                fraction > 0 && fraction < 1, "the fraction of a split must be between 0 and 1, but was %s", fraction);
    }

    private static void checkTimes(Interactions all, SplitRule rule) {
        Check.argument(
                all.size() == 0 || all.hasTimes(),
                "%s needs a time in every row, but the data has none; use user-tail or leave-last-out, which go by order",
                rule);
    }

    private static Split tail(Interactions all, SplitRule rule, IntUnaryOperator targets) {
        int[] ends = new int[all.userCount()];
        for (int user = 0; user < ends.length; user++) {
            int count = all.count(user);
            ends[user] = all.end(user) - (count < MIN_INTERACTIONS ? 0 : targets.applyAsInt(count));
        }
        return new Split(all, all.prefix(ends), rule);
    }

    private static Interactions before(Interactions all, long timeMillis) {
        int[] ends = new int[all.userCount()];
        for (int user = 0; user < ends.length; user++) {
            int end = all.start(user);
            while (end < all.end(user) && all.timeMillis(end) < timeMillis) {
                end++;
            }
            ends[user] = end;
        }
        return all.prefix(ends);
    }
}
