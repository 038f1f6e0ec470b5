package org.tandemrec.data;

import java.nio.charset.StandardCharsets;

/** Values of files as they are shown in messages: in quotes, control characters escaped, long ones cut. */
final class Quote {
    private static final int SHOWN = 48;

    private Quote() {}

    static String of(byte[] bytes, int from, int to) {
        int cut = Math.min(to, from + 4 * SHOWN);
        return of(new String(bytes, from, cut - from, StandardCharsets.UTF_8));
    }

    static String of(String value) {
        StringBuilder shown = new StringBuilder("\"");
        int length = Math.min(value.length(), SHOWN);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\t' -> shown.append("\\t");
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '"' -> shown.append("\\\"");
                default -> {
                    if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c >= '\ufff9') {
                        shown.append("\\u%04x".formatted((int) c));
                    } else {
                        shown.append(c);
                    }
                }
            }
        }
        return shown.append(value.length() > SHOWN ? "…\"" : "\"").toString();
    }
}
