package org.tandemrec.split;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.BitSet;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

/** A rule that cuts interactions into a training part and test targets. Its text form is what {@link #parse} reads. */
public sealed interface SplitRule {
    /** Users with fewer interactions stay in training only. */
    int MIN_INTERACTIONS = 3;

    /** The paper's split: each user's last tenth. */
    SplitRule PAPER = new UserTail(0.1);

    /** How many interactions of each user {@link #apply} makes targets; copies nothing. */
    int[] targetCounts(Interactions all);

    /** Cuts {@code all}. */
    Split apply(Interactions all);

    /**
     * The rule that cuts a validation part off the training part of {@code all} as {@code rule} cuts off the test part: itself, but of a
     * {@link GlobalTime}, which would find nothing left, the newest interactions in the share that the test part is of all.
     */
    static SplitRule ofValidation(SplitRule rule, Interactions all) {
        return rule instanceof GlobalTime cut ? cut.newest(all) : rule;
    }

    /**
     * Reads {@code user-tail(0.1)}, {@code leave-last-out}, {@code last-sessions(1)} or, with the seconds of a gap,
     * {@code last-sessions(1,3600)}, {@code global-tail(0.1)}, {@code global-time(2001-01-01T00:00:00Z)}, {@code random(0.1)} or,
     * with a seed, {@code random(0.1,7)}.
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
                case "last-sessions" -> LastSessions.of(argument);
                case "random" -> Random.of(argument);
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
        return "a split is user-tail(0.1), leave-last-out, global-tail(0.1), global-time(2001-01-01T00:00:00Z), last-sessions(1) or "
                + "random(0.1), but was \"" + text + "\"";
    }

    /** Each user's last {@code max(1, floor(fraction · n))} interactions. */
    record UserTail(double fraction) implements SplitRule {
        public UserTail {
            checkFraction(fraction);
        }

        @Override
        public Split apply(Interactions all) {
            return tail(all, this);
        }

        @Override
        public int[] targetCounts(Interactions all) {
            return TargetCounts.byCount(all, count -> Math.max(1, (int) Math.floor(fraction * count + 1e-9)));
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
            return tail(all, this);
        }

        @Override
        public int[] targetCounts(Interactions all) {
            return TargetCounts.byCount(all, count -> 1);
        }

        @Override
        public String toString() {
            return "leave-last-out";
        }
    }

    /**
     * Each user's last {@code sessions} sessions. A session ends where the user's next interaction comes more than {@code gapSeconds}
     * later. Users with no more sessions than that keep all of them in training.
     */
    record LastSessions(int sessions, long gapSeconds) implements SplitRule {
        /** The gap where none is given: half an hour. */
        public static final long DEFAULT_GAP_SECONDS = 1800;

        /** Checks the numbers. */
        public LastSessions {
            Check.argument(sessions >= 1, "last-sessions needs at least 1 session, but was given %d", sessions);
            Check.argument(
                    gapSeconds >= 0 && gapSeconds <= Long.MAX_VALUE / 1000,
                    "the gap between sessions must be at least 0 seconds and at most %d, but was %d",
                    Long.MAX_VALUE / 1000,
                    gapSeconds);
        }

        /** Sessions that half an hour without an interaction ends. */
        public LastSessions(int sessions) {
            this(sessions, DEFAULT_GAP_SECONDS);
        }

        static LastSessions of(String argument) {
            String[] numbers = argument.split(",", 2);
            int sessions = Integer.parseInt(numbers[0].strip());
            return numbers.length == 1
                    ? new LastSessions(sessions)
                    : new LastSessions(sessions, Long.parseLong(numbers[1].strip()));
        }

        @Override
        public Split apply(Interactions all) {
            return tail(all, this);
        }

        @Override
        public int[] targetCounts(Interactions all) {
            checkTimes(all, this);
            return TargetCounts.lastSessions(all, sessions, gapSeconds * 1000);
        }

        @Override
        public String toString() {
            return "last-sessions(" + sessions + (gapSeconds == DEFAULT_GAP_SECONDS ? ")" : "," + gapSeconds + ")");
        }
    }

    /** The newest {@code fraction} of all interactions: one cut in time for everybody; all that share the cut's time are targets. */
    record GlobalTail(double fraction) implements SplitRule {
        public GlobalTail {
            checkFraction(fraction);
        }

        @Override
        public Split apply(Interactions all) {
            return tail(all, this);
        }

        @Override
        public int[] targetCounts(Interactions all) {
            checkTimes(all, this);
            int targets = floor(fraction, all.size());
            return TargetCounts.since(all, targets == 0 ? Long.MAX_VALUE : TimeCut.ofNewest(all, targets));
        }

        @Override
        public String toString() {
            return "global-tail(" + fraction + ")";
        }
    }

    /** All interactions from {@code timeMillis} (since 1970) on. */
    record GlobalTime(long timeMillis) implements SplitRule {
        /** Of a fraction: steps in it, so that its text is short. */
        private static final double STEPS = 10_000;

        @Override
        public Split apply(Interactions all) {
            return tail(all, this);
        }

        @Override
        public int[] targetCounts(Interactions all) {
            checkTimes(all, this);
            return TargetCounts.since(all, timeMillis);
        }

        private GlobalTail newest(Interactions all) {
            double share = (double) IntStream.of(targetCounts(all)).sum() / Math.max(1, all.size());
            return new GlobalTail(Math.clamp(Math.rint(share * STEPS), 1, STEPS - 1) / STEPS);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "global-time(%s)", Instant.ofEpochMilli(timeMillis));
        }
    }

    /**
     * ⌊fraction · n⌋ of all n interactions, drawn without regard to user and time, for models that predict ratings. It is no split for
     * rankings: what is later than a target may be in training.
     *
     * <p>Its {@link Split#all} is a copy in which each user's targets come last; training part and targets are in time order each. Applied
     * to a part of the data, it draws anew.
     */
    record Random(double fraction, long seed) implements SplitRule {
        /** The seed where none is given. */
        public static final long DEFAULT_SEED = 42;

        public Random {
            checkFraction(fraction);
        }

        static Random of(String argument) {
            int comma = argument.indexOf(',');
            return comma < 0
                    ? new Random(Double.parseDouble(argument), DEFAULT_SEED)
                    : new Random(
                            Double.parseDouble(argument.substring(0, comma)),
                            Long.parseLong(argument.substring(comma + 1).strip()));
        }

        @Override
        public int[] targetCounts(Interactions all) {
            return draw(all, new BitSet());
        }

        @Override
        public Split apply(Interactions all) {
            BitSet drawn = new BitSet();
            int[] targets = draw(all, drawn);
            Interactions moved = all.withLast(drawn);
            return new Split(moved, moved.prefix(TargetCounts.ends(moved, targets)), this);
        }

        /**
         * Puts the rows that are drawn into {@code drawn} and returns their number for each user (Knuth, The Art of Computer
         * Programming, vol. 2, section 3.4.2, algorithm S).
         */
        private int[] draw(Interactions all, BitSet drawn) {
            int left = all.size();
            int wanted = floor(fraction, left);
            SplittableRandom random =
                    new Seed(seed).child("random").child(left).random(); // a part has fewer rows, hence other draws
            int[] targets = new int[all.userCount()];
            for (int user = 0; user < targets.length; user++) {
                for (int row = all.start(user); row < all.end(user); row++, left--) {
                    if (random.nextInt(left) < wanted) {
                        drawn.set(row);
                        targets[user]++;
                        wanted--;
                    }
                }
            }
            return targets;
        }

        @Override
        public String toString() {
            return "random(" + fraction + (seed == DEFAULT_SEED ? ")" : "," + seed + ")");
        }
    }

    /** ⌊fraction · count⌋ of the fraction as it is written: 0.29 of 100 is 29. */
    private static int floor(double fraction, int count) {
        return BigDecimal.valueOf(fraction).multiply(BigDecimal.valueOf(count)).intValue();
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

    /** Makes the users' last rows targets. */
    private static Split tail(Interactions all, SplitRule rule) {
        return new Split(all, all.prefix(TargetCounts.ends(all, rule.targetCounts(all))), rule);
    }
}
