package org.tandemrec.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of URLs (RFC 3986, section 2.1), read strictly: what is not UTF-8 is refused rather than replaced. */
final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * Decodes a segment of a path, a name or a value of a query.
     *
     * @param plusIsSpace whether a plus sign stands for a space, as it does in a query
     * @param where what it is a part of, for the message
     * @throws Refusal if a percent sign is not followed by two hexadecimal digits, or the bytes are not UTF-8
     */
    static String decode(String text, boolean plusIsSpace, String where) {
        if (isPlain(text)) {
            return text;
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes[length++] = (byte) hexadecimal(text, i, where);
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes[length++] = ' ';
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                throw Refusal.badRequest("The " + where + " has the character U+" + String.format("%04X", (int) c)
                        + " unencoded; encode it as UTF-8 with percent signs.");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.badRequest("The " + where + " is not UTF-8 after percent-decoding; encode text as UTF-8.");
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || c == '+' || c >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int hexadecimal(String text, int percent, String where) {
        int high = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
        int low = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw Refusal.badRequest(
                    "The " + where + " has a percent sign without two hexadecimal digits; write a percent sign itself as %25.");
        }
        return high << 4 | low;
    }
}
