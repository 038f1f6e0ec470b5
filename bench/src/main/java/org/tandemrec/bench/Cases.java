package org.tandemrec.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** The names of cases on the command line: those of an enum's constants in lower case with hyphens. */
final class Cases {
    private Cases() {}

    /** The name of a case, for example {@code full-softmax}. */
    static String label(Enum<?> which) {
        return which.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The case of a name. */
    static <C extends Enum<C>> C parse(Class<C> cases, String name) {
        for (C candidate : cases.getEnumConstants()) {
            if (label(candidate).equals(name)) {
                return candidate;
            }
        }
        throw new TypeConversionException("there is no case \"" + name + "\"; the cases are "
                + Arrays.stream(cases.getEnumConstants()).map(Cases::label).collect(Collectors.joining(", ")));
    }
}
