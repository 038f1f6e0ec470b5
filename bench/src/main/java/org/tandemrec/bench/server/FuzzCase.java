package org.tandemrec.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.tandemrec.base.Seed;
import org.tandemrec.bench.load.HttpConnection;
import org.tandemrec.bench.load.Reply;

/**
 * {@link HostileRequests}, each over a connection of its own, a few of them byte by byte; between them a sane client that must get its
 * list all the time. A reply may be any of class 2xx to 4xx, 501 (a method that nobody knows), 505 (a version that nobody knows), or a
 * connection that is closed.
 */
final class FuzzCase {
    private static final int CLIENTS = 4;

    /** One of so many is sent slowly. */
    private static final int SLOW_ONE_OF = 500;

    private static final int SLOW_PIECES = 20;
    private static final Duration SLOW_PAUSE = Duration.ofMillis(25);

    /** How long a server may take for a reply, or until it closes an incomplete request's connection. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration LONGEST_INCOMPLETE = Duration.ofSeconds(60);
    private static final int SHOWN = 5;

    private static final Pattern TRACE = Pattern.compile(
            "\\n\\s+at [\\w.$/]+\\(|\\.java:\\d+|java\\.lang\\.|org\\.tandemrec\\.|io\\.helidon\\.|Exception\\b");

    private final int port;
    private final HostileRequests requests;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final LongAdder closed = new LongAdder();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> hangs = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> traces = new ConcurrentLinkedQueue<>();
    private final List<Thread> incomplete = new ArrayList<>();

    /** Is going to send the first {@code count} requests. */
    FuzzCase(int port, HostileRequests requests, int count) {
        this.port = port;
        this.requests = requests;
        this.count = count;
    }

    static void run(Stage stage) {
        Path work = stage.prepared().work("fuzz");
        Traffic traffic = stage.traffic();
        try (JavaProcess server = stage.serve(work, stage.copyOfStore(work))) {
            server.awaitReady(Stage.READY);
            Reply before = list(server.port(), traffic);
            ListReader sane = new ListReader(server.port(), traffic);
            int count = stage.options().runs();
            FuzzCase fuzz =
                    new FuzzCase(server.port(), new HostileRequests(new Seed(stage.seed()).child("fuzz")), count);
            fuzz.sendAll();
            sane.stop(stage.findings());
            fuzz.report(stage.findings());
            stage.memory(server);
            stage.findings().claim(server.isAlive(), "the server lives", "it has ended");
            server.awaitReady(Stage.READY);
            int items = SingleClientCases.items(list(server.port(), traffic)).size();
            stage.findings()
                    .claim(
                            items == SingleClientCases.items(before).size(),
                            "lists are as long as before",
                            "one has " + items + " items");
            server.stop();
        }
    }

    private static Reply list(int port, Traffic traffic) {
        try (HttpConnection client = HttpConnection.open(port, Stage.PATIENCE)) {
            return client.exchange(traffic.warm(0).request());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends them and waits for all answers. */
    void sendAll() {
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(Thread.ofPlatform().daemon().name("hostile-" + client).start(() -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    send(i);
                }
            }));
        }
        clients.forEach(FuzzCase::join);
        synchronized (incomplete) {
            incomplete.forEach(FuzzCase::join);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while clients end", e);
        }
    }

    private void send(int number) {
        HostileRequests.Hostile request = requests.request(number);
        boolean slow = number % SLOW_ONE_OF == 0;
        if (!request.complete() && number % 20 > 0) {
            abandon(request);
        } else if (slow || !request.complete()) { // these take long, so they do not hold up the others
            Thread thread =
                    Thread.ofPlatform().daemon().name("slow-" + number).start(() -> exchange(number, request, slow));
            synchronized (incomplete) {
                incomplete.add(thread);
            }
        } else {
            exchange(number, request, false);
        }
    }

    /** Sends and goes. */
    private void abandon(HostileRequests.Hostile request) {
        try (HttpConnection connection = HttpConnection.open(port, LONGEST)) {
            connection.write(request.bytes(), 0, request.bytes().length);
            closed.increment();
        } catch (IOException e) {
            closed.increment(); // the server was faster
        }
    }

    private void exchange(int number, HostileRequests.Hostile request, boolean slow) {
        try (HttpConnection connection = HttpConnection.open(port, request.complete() ? LONGEST : LONGEST_INCOMPLETE)) {
            byte[] bytes = request.bytes();
            int piece = slow ? Math.max(1, bytes.length / SLOW_PIECES) : Math.max(1, bytes.length);
            for (int at = 0; at < bytes.length; at += piece) {
                connection.write(bytes, at, Math.min(piece, bytes.length - at));
                if (slow) {
                    JavaProcess.sleep(SLOW_PAUSE);
                }
            }
            judge(number, request, connection.read());
        } catch (SocketTimeoutException e) {
            hangs.add(shown(number, request));
        } catch (IOException e) {
            closed.increment();
        }
    }

    private void judge(int number, HostileRequests.Hostile request, Reply reply) {
        statuses.computeIfAbsent(reply.status(), status -> new LongAdder()).increment();
        if (reply.status() >= 500 && reply.status() != 501 && reply.status() != 505) {
            errors.add(reply.status() + " to " + shown(number, request) + ": " + reply.text());
        }
        boolean page = reply.succeeded(); // documents may say what they like
        if (!page && TRACE.matcher(reply.text()).find()) {
            traces.add(reply.text() + " to " + shown(number, request));
        }
    }

    private static String shown(int number, HostileRequests.Hostile request) {
        byte[] start = Arrays.copyOf(request.bytes(), Math.min(160, request.bytes().length));
        StringBuilder text = new StringBuilder("request " + number + " \"");
        for (byte b : start) {
            text.append(b >= 0x20 && b < 0x7f ? String.valueOf((char) b) : "·");
        }
        return text.append('"').toString();
    }

    /** Says how it went. */
    void report(Findings findings) {
        findings.line("requests", "%,d: %s, %,d connections closed without a reply", count, statuses, closed.sum());
        findings.put("requests", count);
        findings.claim(errors.isEmpty(), "no request made the server fail", first(errors));
        findings.claim(hangs.isEmpty(), "no request was left without an answer", first(hangs));
        findings.claim(traces.isEmpty(), "no reply says where in the code", first(traces));
    }

    private static String first(ConcurrentLinkedQueue<String> texts) {
        return texts.size() + " did: " + texts.stream().limit(SHOWN).toList();
    }
}
