package org.tandemrec.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * The times of one user's ratings: visits on different days of a stretch of the period, with gaps of seconds to minutes within a
 * visit. Some ratings of a visit share their second, as in real data.
 */
final class VisitTimes {
    /** 2000-01-01T00:00:00Z in seconds since 1970. */
    static final long PERIOD_START_SECONDS = 946_684_800;

    static final int DAY_SECONDS = 86_400;

    private static final int MEAN_VISIT_LENGTH = 8;
    private static final int LONGEST_GAP_SECONDS = 600;
    private static final double TIE_SHARE = 0.1;

    private VisitTimes() {}

    /** Returns {@code count} seconds since 1970 in ascending order, at least 1. */
    static long[] draw(int days, int count, SplittableRandom random) {
        int visits = Math.min(days, (count + MEAN_VISIT_LENGTH - 1) / MEAN_VISIT_LENGTH);
        int stretch = visits + random.nextInt(days - visits + 1);
        int firstDay = random.nextInt(days - stretch + 1);
        int[] visitDays = distinct(visits, stretch, random);
        int[] starts = distinct(visits - 1, count - 1, random);
        long[] seconds = new long[count];
        for (int visit = 0; visit < visits; visit++) {
            int from = visit == 0 ? 0 : starts[visit - 1] + 1;
            int to = visit == visits - 1 ? count : starts[visit] + 1;
            /* A visit starts in the first half of its day and ends in it, so that visits never overlap. */
            int longestGap = Math.min(LONGEST_GAP_SECONDS, DAY_SECONDS / 2 / (to - from));
            long time = PERIOD_START_SECONDS
                    + (long) DAY_SECONDS * (firstDay + visitDays[visit])
                    + random.nextInt(DAY_SECONDS / 2);
            for (int i = from; i < to; i++) {
                seconds[i] = time;
                time += random.nextDouble() < TIE_SHARE ? 0 : random.nextInt(longestGap + 1);
            }
        }
        return seconds;
    }

    /** Returns {@code count} distinct numbers of {@code 0 … bound - 1}, ascending (Floyd's sampling; Bentley 1987). */
    private static int[] distinct(int count, int bound, SplittableRandom random) {
        BitSet taken = new BitSet(bound);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            int highest = bound - count + i;
            int number = random.nextInt(highest + 1);
            numbers[i] = taken.get(number) ? highest : number;
            taken.set(numbers[i]);
        }
        Arrays.sort(numbers);
        return numbers;
    }
}
