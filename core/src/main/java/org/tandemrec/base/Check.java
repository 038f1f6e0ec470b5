package org.tandemrec.base;

import java.util.Locale;

/** Argument checks whose messages name the rule and the value. */
public final class Check {
    private Check() {}

    /** Throws {@link IllegalArgumentException} with the formatted message unless {@code condition} holds. */
    public static void argument(boolean condition, String format, Object... values) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, format, values));
        }
    }
}
