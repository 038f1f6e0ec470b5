package org.tandemrec.base;

/** Argument checks whose messages name the rule and the value. */
public final class Check {
    private Check() {}

    /** Throws {@link IllegalArgumentException} with the formatted message unless {@code condition} holds. */
    public static void argument(boolean condition, String format, Object... values) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(java.util.Locale.ROOT, format, values));
        }
    }
}
