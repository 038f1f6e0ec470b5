package org.tandemrec.server.http;

import io.helidon.http.Status;

/** A problem as RFC 9457 has it: type, title, status, detail, instance. */
final class Problem {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final int LONGEST_INSTANCE = 1024;

    private Problem() {}

    /**
     * The text of a problem.
     *
     * @param detail a sentence that says what to do
     * @param instance the path of the request
     */
    static byte[] bytes(int status, String detail, String instance) {
        return Exchange.bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("type", "about:blank");
            out.writeStringProperty("title", Status.create(status).reasonPhrase());
            out.writeNumberProperty("status", status);
            out.writeStringProperty("detail", detail);
            out.writeStringProperty("instance", clip(instance));
            out.writeEndObject();
        });
    }

    private static String clip(String path) {
        return path.length() <= LONGEST_INSTANCE ? path : path.substring(0, LONGEST_INSTANCE);
    }
}
