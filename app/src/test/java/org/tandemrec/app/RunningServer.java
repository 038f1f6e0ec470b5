package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tandem serve} in a process of its own. */
final class RunningServer implements AutoCloseable {
    private final Process process;
    private final JsonNode started;
    private final List<String> log;
    private final Thread reader;

    private RunningServer(Process process, JsonNode started, Thread reader, List<String> log) {
        this.process = process;
        this.started = started;
        this.reader = reader;
        this.log = log;
    }

    /** Starts it on a free port and waits until it is ready. */
    static RunningServer start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--port",
                "0",
                "--json"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TANDEM_"));
        Process process = builder.start();
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader err = process.errorReader()) {
                err.lines().forEach(lines::add);
            } catch (IOException e) {
                lines.add(e.toString());
            }
        });
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        assertThat(line).as("%s", lines).isNotNull();
        return new RunningServer(process, JsonMapper.shared().readTree(line), reader, lines);
    }

    /** What it said on standard output when it was ready. */
    JsonNode started() {
        return started;
    }

    /** Where it answers. */
    String url() {
        return started.path("url").stringValue();
    }

    /** Fetches JSON. */
    JsonNode get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> reply = http.send(
                    HttpRequest.newBuilder(URI.create(url() + path)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
            return JsonMapper.shared().readTree(reply.body());
        }
    }

    /** Asks it to stop; returns its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("stops in time").isTrue();
        reader.join();
        return process.exitValue();
    }

    /** The lines of its standard error. */
    List<String> log() {
        return log;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
