package org.tandemrec.data;

import java.time.LocalDate;
import java.time.YearMonth;

/** Days written {@code YYYY-MM-DD}, as numbers since 1970-01-01. */
final class NetflixDates {
    static final int FIRST_YEAR = 1970;
    static final int LAST_YEAR = 2099;

    private static final int LENGTH = 10;
    private static final int MONTHS = 12;

    private static final int[] FIRST_DAY = new int[(LAST_YEAR - FIRST_YEAR + 1) * MONTHS];
    private static final int[] LAST_DAY = new int[FIRST_DAY.length];

    static {
        for (int month = 0; month < FIRST_DAY.length; month++) {
            YearMonth yearMonth = YearMonth.of(FIRST_YEAR + month / MONTHS, 1 + month % MONTHS);
            FIRST_DAY[month] = (int) yearMonth.atDay(1).toEpochDay();
            LAST_DAY[month] = yearMonth.lengthOfMonth();
        }
    }

    private NetflixDates() {}

    /** Days since 1970-01-01, or -1 where the text is no day of the years {@link #FIRST_YEAR} … {@link #LAST_YEAR}. */
    static int parse(byte[] line, int from, int to) {
        if (to - from != LENGTH || line[from + 4] != '-' || line[from + 7] != '-') {
            return -1;
        }
        int century = twoDigits(line, from);
        int year = twoDigits(line, from + 2);
        int month = twoDigits(line, from + 5);
        int day = twoDigits(line, from + 8);
        int months = (100 * century + year - FIRST_YEAR) * MONTHS + month - 1;
        boolean digits = century >= 0 && year >= 0 && month >= 1 && month <= MONTHS && day >= 1;
        if (!digits || months < 0 || months >= FIRST_DAY.length || day > LAST_DAY[months]) {
            return -1;
        }
        return FIRST_DAY[months] + day - 1;
    }

    /** The text of a day. */
    static String text(int day) {
        return LocalDate.ofEpochDay(day).toString();
    }

    private static int twoDigits(byte[] line, int at) {
        int tens = line[at] - '0';
        int ones = line[at + 1] - '0';
        return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : -1;
    }
}
