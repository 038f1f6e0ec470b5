package org.tandemrec.catalog;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The spelling of names: kebab case, and the nearest valid name to a mistyped one. */
final class Names {
    private Names() {}

    /** Returns {@code learning-rate} for {@code learningRate}, {@code CROSS_ENTROPY} as {@code cross-entropy}. */
    static String kebab(String name) {
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean hump = Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1));
            if (hump) {
                kebab.append('-');
            }
            kebab.append(c == '_' ? '-' : Character.toLowerCase(c));
        }
        return kebab.toString();
    }

    /** Returns {@code "; did you mean x?"} where a valid name is near {@code name}, and nothing where none is. */
    static String suggestion(String name, Collection<String> valid) {
        return nearest(name, valid).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** Returns the valid name with the least edit distance, if that is at most a third of its length (and at least 1). */
    static Optional<String> nearest(String name, Collection<String> valid) {
        Optional<String> nearest = Optional.empty();
        int best = Integer.MAX_VALUE;
        for (String candidate : valid) {
            int distance = distance(fold(name), fold(candidate));
            if (distance < best && distance <= Math.max(1, candidate.length() / 3)) {
                best = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
