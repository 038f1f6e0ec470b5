package org.tandemrec.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.tandemrec.bench.load.HttpConnection;
import org.tandemrec.bench.load.Request;

/** A server in a process of its own. Ends with this one. */
final class JavaProcess implements AutoCloseable {
    /** How long a process may take for what takes seconds. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(5);
    private static final int LOG_LINES = 20;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "tandem-bench-children"));
    }

    private final Process process;
    private final Path log;
    private final int port;
    private final long started = System.nanoTime();

    private JavaProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * What starts a server as the launcher would.
     *
     * @param flags further flags of the JVM
     * @param main its main class
     * @param arguments its arguments
     */
    static List<String> java(List<String> flags, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseG1GC",
                "-XX:-UsePerfData",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /**
     * Starts a server and returns at once.
     *
     * @param log gets what it prints
     * @param command what starts it; the process must become the server's
     * @param environment variables that it gets beside those of this process
     * @param port where it is going to listen
     */
    static JavaProcess start(Path log, List<String> command, Map<String, String> environment, int port) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            RUNNING.add(process);
            return new JavaProcess(process, log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody listens on right now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server answers a {@code GET} of {@code target} with 200; returns the seconds since its start. */
    double awaitReady(String target) {
        Request request = Request.get(target);
        while (process.isAlive()) {
            double seconds = (System.nanoTime() - started) / 1e9;
            if (answers(request)) {
                return seconds;
            }
            if (seconds > PATIENCE.toSeconds()) {
                throw new CaseException("the server is not ready after " + PATIENCE.toSeconds() + " s; " + tail());
            }
            sleep(POLL);
        }
        throw new CaseException("the server has ended before it was ready; " + tail());
    }

    private boolean answers(Request request) {
        try (HttpConnection connection = HttpConnection.open(port, Duration.ofSeconds(5))) {
            return connection.exchange(request).succeeded();
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ProcessFigures figures() {
        return new ProcessFigures(process.toHandle());
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Ends it as a system that shuts down does ({@code SIGTERM}), and waits until it is gone. */
    void stop() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new CaseException("the server does not end; " + tail());
            }
            RUNNING.remove(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server ends", e);
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
            return "the end of " + log + ":\n" + String.join("\n", last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a case ran", e);
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        RUNNING.remove(process);
    }
}
