package org.tandemrec.bench.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import org.tandemrec.base.Seed;

/**
 * Requests that a server must survive, drawn by a seed: malformed JSON, wrong types, numbers and ids of any size, odd UTF-8, tricks with
 * paths, queries, methods, headers and lengths.
 */
final class HostileRequests {
    /**
     * A request.
     *
     * @param bytes what is sent
     * @param complete whether a server that reads it by the rules has its end; else it waits for more
     */
    record Hostile(byte[] bytes, boolean complete) {}

    private final Seed seed;

    HostileRequests(Seed seed) {
        this.seed = seed;
    }

    /** The request of a number. */
    Hostile request(int number) {
        SplittableRandom random = seed.child(number).random();
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> complete(target(random), "");
            case 3, 4, 5, 6 -> body(random);
            case 7 -> headers(random);
            case 8 -> lengths(random);
            default -> noise(random);
        };
    }

    private static String pick(List<String> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Hostile complete(String line, String headers) {
        return new Hostile(bytes(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n"), true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String target(SplittableRandom random) {
        String method = random.nextInt(4) > 0 ? "GET" : pick(HostileWords.METHODS, random);
        String path = pick(HostileWords.ROUTES, random);
        while (path.contains("%s")) {
            path = path.replaceFirst("%s", Matcher.quoteReplacement(segment(random)));
        }
        return method + " " + (random.nextInt(20) == 0 ? "http://elsewhere" : "") + path;
    }

    private static String segment(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> "x".repeat(1 << random.nextInt(17));
            case 1 -> "%e2%82%ac".repeat(1 + random.nextInt(200));
            case 2 -> randomText(random, 1 + random.nextInt(40));
            default -> pick(HostileWords.SEGMENTS, random);
        };
    }

    private static String randomText(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (0x21 + random.nextInt(0x5e)));
        }
        return text.toString();
    }

    private static Hostile body(SplittableRandom random) {
        byte[] body = switch (random.nextInt(8)) {
            case 0 -> random(random, random.nextInt(2000));
            case 1 -> bytes("[".repeat(1 << random.nextInt(18)));
            case 2 -> bytes("{\"Labels\":".repeat(1 << random.nextInt(13)));
            case 3 -> truncated(bytes(json(random)), random);
            case 4 -> damaged(bytes(json(random)), random);
            default -> bytes(json(random));
        };
        String type = random.nextInt(8) == 0 ? "text/html; charset=utf-99" : "application/json";
        byte[] head = bytes(pick(HostileWords.BODY_ROUTES, random) + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + type + "\r\nContent-Length: " + body.length + "\r\n\r\n");
        return new Hostile(joined(head, body), true);
    }

    private static String json(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int rows = 1 + random.nextInt(3);
        boolean array = random.nextInt(3) > 0;
        for (int row = 0; row < rows; row++) {
            text.append(row == 0 ? "" : ",")
                    .append(random.nextInt(12) == 0 ? pick(HostileWords.VALUES, random) : object(random));
        }
        return array ? "[" + text + "]" : text.toString();
    }

    private static String object(SplittableRandom random) {
        StringBuilder text = new StringBuilder("{");
        int keys = random.nextInt(8);
        for (int key = 0; key < keys; key++) {
            text.append(key == 0 ? "" : ",")
                    .append('"')
                    .append(pick(HostileWords.KEYS, random))
                    .append("\":");
            text.append(
                    random.nextInt(10) == 0
                            ? "\"" + "y".repeat(1 << random.nextInt(18)) + "\""
                            : pick(HostileWords.VALUES, random));
        }
        return text + "}";
    }

    private static byte[] truncated(byte[] body, SplittableRandom random) {
        return Arrays.copyOf(body, random.nextInt(body.length + 1));
    }

    private static byte[] damaged(byte[] body, SplittableRandom random) {
        for (int i = 0; i < 1 + body.length / 50; i++) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private static Hostile headers(SplittableRandom random) {
        String headers = switch (random.nextInt(7)) {
            case 0 -> "X-Long: " + "h".repeat(1 << random.nextInt(18)) + "\r\n";
            case 1 -> "X-Many: 1\r\n".repeat(1 << random.nextInt(13));
            case 2 -> "No colon here\r\n";
            case 3 -> " : \r\n\tfolded\r\n";
            case 4 -> "X-Odd: \u0001\u007f\u00ff\r\n";
            case 5 -> "X-API-Version: " + segment(random).replace("\r", "").replace("\n", "") + "\r\n";
            default -> "Expect: 200-ok\r\nRange: bytes=9-1\r\nAccept-Encoding: \u0000,;q=9\r\nCookie: =;=\r\n";
        };
        return complete(target(random), headers);
    }

    /** Bodies that are shorter or longer than they say, chunks that are none. */
    private static Hostile lengths(SplittableRandom random) {
        String route = pick(HostileWords.BODY_ROUTES, random)
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        return switch (random.nextInt(7)) {
            case 0 -> new Hostile(bytes(route + "Content-Length: abc\r\n\r\n[]"), true);
            case 1 -> new Hostile(bytes(route + "Content-Length: -5\r\n\r\n[]"), true);
            case 2 -> new Hostile(bytes(route + "Content-Length: 99999999999999999999\r\n\r\n[]"), true);
            case 3 -> new Hostile(bytes(route + "Transfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n"), true);
            case 4 ->
                new Hostile(
                        bytes(route + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n[]\r\n0\r\n\r\n"),
                        true);
            case 5 -> new Hostile(bytes(route + "Content-Length: 1000\r\n\r\n[{"), false);
            default -> new Hostile(bytes(route + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n[]]"), true);
        };
    }

    private static Hostile noise(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Hostile(joined(random(random, 200), bytes("\r\n\r\n")), true);
            case 1 -> new Hostile(bytes("GET / HTTP/9.9\r\n\r\n"), true);
            case 2 -> new Hostile(bytes("GET  /api/latest  HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), true);
            case 3 -> new Hostile(joined(new byte[] {0x16, 3, 1, 2, 0, 1, 0}, random(random, 512)), false);
            default -> new Hostile(bytes("GET /api/latest HTTP/1.1\nHost: localhost\n\n"), true);
        };
    }

    private static byte[] random(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
