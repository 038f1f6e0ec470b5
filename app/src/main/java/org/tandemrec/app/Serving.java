package org.tandemrec.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.tandemrec.server.Server;
import org.tandemrec.server.ServerConfig;

/** A server that runs until the process is asked to stop. */
final class Serving {
    private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));

    /**
     * How virtual threads that wait for sockets are woken: 1 is by threads of the system, not by virtual ones, which themselves wait for a
     * carrier under load; then the slowest replies come a third sooner, and none is forgotten for half a minute.
     */
    private static final String POLLER_MODE = "jdk.pollerMode";

    private Serving() {}

    /**
     * Starts a server and returns when this thread is interrupted or the process ends: a signal to end it finishes the requests under way
     * first.
     *
     * @param ready is told when it is ready, after its line is printed
     */
    static void run(ServerConfig config, CommonOptions common, Consumer<Server.Started> ready) {
        if (config.jsonLogs()) {
            LogLine.asJson();
        }
        if (System.getProperty(POLLER_MODE) == null) {
            System.setProperty(POLLER_MODE, "1");
        }
        try (Server server = Server.start(config, trainCommand(config.trainHeapMegabytes()), System.getenv())) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "tandem-stop"));
            Server.Started started = server.started();
            if (config.jsonLogs()) {
                LoggerFactory.getLogger(Server.class).info(started.line());
            } else {
                common.remark(started.line());
            }
            if (common.json()) {
                common.printJsonLine(started);
            }
            ready.accept(started);
            awaitInterrupt();
        }
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            LoggerFactory.getLogger(Server.class).info("Asked to stop");
        }
    }

    /** What starts the command line in a process of its own: this Java and class path, out of the way of requests where that can be. */
    static List<String> trainCommand(int heapMegabytes) {
        List<String> command = new ArrayList<>();
        NICE.stream().filter(Files::isExecutable).findFirst().ifPresent(nice -> {
            command.addAll(List.of(nice.toString(), "-n", "10"));
        });
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-Xmx" + heapMegabytes + "m", "-XX:-UsePerfData"));
        command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }
}
