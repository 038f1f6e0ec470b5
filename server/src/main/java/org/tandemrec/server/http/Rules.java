package org.tandemrec.server.http;

import java.nio.charset.StandardCharsets;

/** The limits of what clients may send: ids, labels, comments, numbers of rows. */
final class Rules {
    /** The longest id, type or category, in bytes of UTF-8. */
    static final int MOST_ID_BYTES = 255;
    /** The longest labels, in bytes of UTF-8. */
    static final int MOST_LABEL_BYTES = 16 * 1024;
    /** The longest comment, in bytes of UTF-8. */
    static final int MOST_COMMENT_BYTES = 4 * 1024;
    /** The largest body in bytes. */
    static final int MOST_BODY_BYTES = 8 * 1024 * 1024;
    /** What becomes of a larger one. */
    static final String BODY_TOO_LARGE =
            "The body must have at most " + MOST_BODY_BYTES + " bytes; send it in several requests.";
    /** The most rows of a batch. */
    static final int MOST_ROWS = 10_000;
    /** The most items of a list. */
    static final int MOST_N = 1_000;
    /** The most categories of an item or a request. */
    static final int MOST_CATEGORIES = 100;
    /** The most better items that can be left out. */
    static final int MOST_OFFSET = 1_000_000;

    private Rules() {}

    /** Checks an id, a feedback type or a category: 1 to 255 bytes of UTF-8 without control characters. */
    static String id(String id, String where) {
        if (id.isEmpty()) {
            throw Refusal.badRequest(where + " must not be empty.");
        }
        checkText(id, MOST_ID_BYTES, where);
        for (int i = 0; i < id.length(); i++) {
            if (Character.isISOControl(id.charAt(i))) {
                throw Refusal.badRequest(where + " must not have control characters, but has U+"
                        + String.format("%04X", (int) id.charAt(i)) + " at place " + i + ".");
            }
        }
        return id;
    }

    /** Checks labels, which are the text of a JSON value. */
    static String labels(String labels, String where) {
        return checkText(labels, MOST_LABEL_BYTES, where);
    }

    /** Checks a comment. */
    static String comment(String comment, String where) {
        int nul = comment.indexOf('\0');
        if (nul >= 0) {
            throw Refusal.badRequest(where + " must not have the character U+0000, but has it at place " + nul + ".");
        }
        return checkText(comment, MOST_COMMENT_BYTES, where);
    }

    private static String checkText(String text, int mostBytes, String where) {
        if (text.length() > mostBytes || bytes(text) > mostBytes) {
            throw Refusal.badRequest(where + " must have at most " + mostBytes + " bytes of UTF-8, but has "
                    + bytes(text) + ".");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw Refusal.badRequest(where + " has half of a surrogate pair, U+" + String.format("%04X", (int) c)
                        + ", at place " + i + "; send whole characters.");
            }
        }
        return text;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
