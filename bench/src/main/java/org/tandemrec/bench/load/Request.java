package org.tandemrec.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * A request as it goes over the wire.
 *
 * @param bytes head and body; not to be changed
 */
public record Request(byte[] bytes) {
    private static final String UNRESERVED = "-._~";

    /** A request without a body. */
    public static Request of(String method, String target) {
        return new Request((method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n"
                        + (method.equals("GET") ? "" : "Content-Length: 0\r\n") + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    /** A {@code GET}. */
    public static Request get(String target) {
        return of("GET", target);
    }

    /** A request with a JSON body. */
    public static Request json(String method, String target, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = (method + ' ' + target
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return new Request(all);
    }

    /** A text as one segment of a path or one value of a query (RFC 3986, section 2.1). */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                encoded.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
