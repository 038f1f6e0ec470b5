package org.tandemrec.server.store;

import java.nio.charset.StandardCharsets;

/** What every database can hold. */
final class Storable {
    /** Ids are keys of indexes, whose entries have a limited size. */
    static final int MAX_ID_BYTES = 255;

    private Storable() {}

    /** Checks an event. */
    static void check(Feedback feedback) {
        id("feedback type", feedback.type());
        id("user id", feedback.userId());
        id("item id", feedback.itemId());
        if (!Double.isFinite(feedback.value())) {
            throw new IllegalArgumentException("a value must be finite, but was " + feedback.value() + " (user "
                    + feedback.userId() + ", item " + feedback.itemId() + ")");
        }
        text("labels", feedback.labels());
        text("comment", feedback.comment());
    }

    /** Checks a user. */
    static void check(User user) {
        id("user id", user.userId());
        text("labels", user.labels());
        text("comment", user.comment());
    }

    /** Checks an item. */
    static void check(Item item) {
        id("item id", item.itemId());
        item.categories().forEach(category -> text("category", category));
        text("labels", item.labels());
        text("comment", item.comment());
    }

    private static void id(String what, String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a " + what + " must have at least one character, but was empty");
        }
        text(what, id);
        if (id.length() > MAX_ID_BYTES / 3 && id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
            throw new IllegalArgumentException("a " + what + " must have at most " + MAX_ID_BYTES
                    + " bytes of UTF-8, but was " + id.substring(0, 20) + "… of " + id.length() + " characters");
        }
    }

    private static void text(String what, String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == 0) {
                throw new IllegalArgumentException(what + ": no character must be U+0000, but the one at " + at + " is");
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1));
                if (!paired) {
                    throw new IllegalArgumentException(
                            what + ": surrogates must come in pairs, but the one at " + at + " is alone");
                }
                at++;
            }
        }
    }
}
