package org.tandemrec.base;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Finds the value of an enum by its text. */
public final class NamedValue {
    private NamedValue() {}

    /**
     * Returns the value of {@code type} whose {@code toString} is {@code text}, blanks around it left out.
     *
     * @param rule what a message says before the names of all values, for example {@code a metric is one of}
     * @throws IllegalArgumentException if there is none
     */
    public static <E extends Enum<E>> E parse(Class<E> type, String text, String rule) {
        for (E value : type.getEnumConstants()) {
            if (value.toString().equals(text.strip())) {
                return value;
            }
        }
        throw new IllegalArgumentException(rule + " "
                + Arrays.stream(type.getEnumConstants()).map(Enum::toString).collect(Collectors.joining(", "))
                + ", but was \"" + text + "\"");
    }
}
