package org.tandemrec.bundle;

import java.io.IOException;
import java.util.Locale;

/** A file whose content breaks a rule of its format; the message says which. */
final class FormatException extends IOException {
    private static final long serialVersionUID = 1;

    FormatException(String message) {
        super(message);
    }

    FormatException(String message, Throwable cause) {
        super(message, cause);
    }

    static void require(boolean holds, String format, Object... values) throws FormatException {
        if (!holds) {
            throw new FormatException(String.format(Locale.ROOT, format, values));
        }
    }
}
