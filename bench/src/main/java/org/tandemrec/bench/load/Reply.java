package org.tandemrec.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A reply.
 *
 * @param status the status code
 * @param head the status line and the headers, each with its line end
 * @param body the body, without the encoding of its transfer
 */
public record Reply(int status, String head, byte[] body) {
    /** Whether it is of class 2xx. */
    public boolean succeeded() {
        return status / 100 == 2;
    }

    /** The body's text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A header's value, the first where there are several. */
    public Optional<String> header(String name) {
        return header(head, name);
    }

    static Optional<String> header(String head, String name) {
        int length = name.length();
        for (int start = head.indexOf('\n') + 1; start < head.length(); ) {
            int end = head.indexOf('\n', start);
            if (head.regionMatches(true, start, name, 0, length) && head.charAt(start + length) == ':') {
                return Optional.of(head.substring(start + length + 1, end).strip());
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    static boolean names(String head, String name, String value) {
        return header(head, name)
                .map(text -> text.toLowerCase(Locale.ROOT).contains(value))
                .orElse(false);
    }
}
