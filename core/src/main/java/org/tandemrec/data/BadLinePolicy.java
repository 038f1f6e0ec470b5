package org.tandemrec.data;

import java.util.Locale;

/** What a reader does with a line that breaks a rule. */
public enum BadLinePolicy {
    /** Stop at the first bad line with a {@link DataException}. */
    STOP,
    /** Leave bad lines out, count them, and keep the first messages for the {@link ReadReport}. */
    SKIP;

    /** The name used in options, for example {@code skip}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
