package org.tandemrec.server;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.server.http.HttpConfig;
import org.tandemrec.server.http.HttpServer;
import org.tandemrec.server.life.BundleFolder;
import org.tandemrec.server.life.BundleLife;
import org.tandemrec.server.life.LiveStage;
import org.tandemrec.server.live.LiveConfig;
import org.tandemrec.server.live.LiveRecommender;
import org.tandemrec.server.live.ServedModel;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;

/** A server from its start to its end: event store, lists, model, HTTP, in this order, and back. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int LEAST_KEY_LENGTH = 16;

    private final List<AutoCloseable> opened;
    private final Started started;
    private boolean closed;

    private Server(List<AutoCloseable> opened, Started started) {
        this.opened = opened;
        this.started = started;
    }

    /**
     * What a server has to say once it is ready.
     *
     * @param url where it answers
     * @param model the name of the bundle that serves
     * @param kind the kind of the model
     * @param items how many items the model knows
     * @param users how many users the model knows
     * @param events how many events the store holds
     * @param seconds how long the start took
     */
    public record Started(String url, String model, String kind, int items, int users, long events, double seconds) {
        /** One line for people. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "Serving %s (%s, %,d items, %,d users; %,d events) at %s after %.1f s",
                    model,
                    kind,
                    items,
                    users,
                    events,
                    url,
                    seconds);
        }
    }

    /**
     * Starts a server; it is ready when this returns.
     *
     * @param trainCommand what starts {@code tandem} in a process of its own, before its arguments
     * @param environment holds the login of a database as TANDEM_JDBC_USER and TANDEM_JDBC_PASSWORD
     * @throws ConfigException if a setting breaks a rule
     * @throws org.tandemrec.bundle.BundleException if the bundle is missing or damaged
     * @throws RuntimeException if the store cannot be opened or the port is taken
     */
    public static Server start(ServerConfig config, List<String> trainCommand, Map<String, String> environment) {
        long begin = System.nanoTime();
        ServerSettings.requireConsistent(config);
        HttpConfig http = http(config);
        requireFree(http);
        BundleFolder folder = new BundleFolder(config.bundlesFolder());
        Path path = config.bundle().isEmpty() ? newest(folder, config) : Path.of(config.bundle());
        BundleReader.readManifest(path); // no store is made for what is no bundle
        List<AutoCloseable> opened = new ArrayList<>();
        CompletableFuture<EventStore> opening =
                CompletableFuture.supplyAsync(() -> store(config, environment)); // each takes its time
        try {
            PrometheusMeterRegistry registry = registry(opened);
            Bundle bundle = BundleReader.read(path, ModelCatalog.standard());
            ServedModel first = ServedModel.of(BundleFolder.name(path), bundle);
            CompletableFuture<Void> warming = CompletableFuture.runAsync(() -> LiveStage.warm(first));
            EventStore store = opened(opened, done(opening));
            fill(config, bundle, store);
            LiveRecommender live = opened(opened, new LiveRecommender(store, first, live(config), registry));
            BundleLife.Rules rules = new BundleLife.Rules(
                    folder, trainCommand, config.readTypeSet(), config.retrainInterval(), config.keepBundles());
            BundleLife life = opened(opened, new BundleLife(rules, store, new LiveStage(live), path, bundle));
            HttpServer answering = HttpServer.create(http, store, live, life, registry);
            done(warming);
            answering.start();
            opened.add(() -> answering.stop(Duration.ofSeconds(config.shutdownSeconds())));
            opened.add(life::retire); // the first to be closed: nobody is to send anything new
            Started started = new Started(
                    url(config, answering.port()),
                    first.name(),
                    bundle.manifest().kind(),
                    bundle.items().size(),
                    bundle.users().size(),
                    store.eventCount(),
                    (System.nanoTime() - begin) / 1e9);
            return new Server(opened, started);
        } catch (RuntimeException | Error e) {
            close(opened);
            if (opened.stream().noneMatch(EventStore.class::isInstance)) {
                discard(opening);
            }
            throw e;
        }
    }

    /** What something gives once it is done. */
    private static <T> T done(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Closes a store that nobody took, once it is open. */
    private static void discard(CompletableFuture<EventStore> opening) {
        opening.thenAccept(EventStore::close).exceptionally(e -> null).join(); // one that did not open needs no closing
    }

    /** What it has to say. */
    public Started started() {
        return started;
    }

    /** Is not ready any more, finishes the requests and commits under way, ends a training, and closes. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            close(opened);
            LOG.info("Stopped");
        }
    }

    private static <T extends AutoCloseable> T opened(List<AutoCloseable> opened, T part) {
        opened.add(part);
        return part;
    }

    /** Closes the parts, the last opened one first, whatever goes wrong with one of them. */
    private static void close(List<AutoCloseable> opened) {
        for (AutoCloseable part : opened.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("A part of the server does not close", e);
            }
        }
    }

    /** Fails before all that takes time. */
    private static void requireFree(HttpConfig http) {
        try {
            HttpServer.requireFree(http);
        } catch (IllegalStateException e) {
            throw new ConfigException(e.getMessage() + ", by --port or --host", e);
        }
    }

    private static Path newest(BundleFolder folder, ServerConfig config) {
        return folder.newest()
                .orElseThrow(() -> new ConfigException("there is no bundle in the folder " + config.bundles()
                        + "; train one into it, or name one with --bundle"));
    }

    private static EventStore store(ServerConfig config, Map<String, String> environment) {
        if (config.db().isEmpty()) {
            return EventStores.open(Path.of(config.state()));
        }
        return EventStores.open(config.db(), login(environment));
    }

    /** The login of a database, as data sources have it. */
    static Properties login(Map<String, String> environment) {
        Properties login = new Properties();
        String user = environment.get("TANDEM_JDBC_USER");
        String password = environment.get("TANDEM_JDBC_PASSWORD");
        if (user != null) {
            login.setProperty("user", user);
        }
        if (password != null) {
            login.setProperty("password", password);
        }
        return login;
    }

    private static void fill(ServerConfig config, Bundle bundle, EventStore store) {
        if (store.eventCount() > 0 || config.importFrom().equals(ServerConfig.IMPORT_NONE)) {
            return;
        }
        long events;
        if (config.importFrom().equals(ServerConfig.IMPORT_BUNDLE)) {
            events = HistoryImport.of(bundle, store);
        } else {
            Dataset data = Dataset.read(Path.of(config.importFrom()));
            events = HistoryImport.of(data, store, System.currentTimeMillis());
        }
        LOG.info("Filled the empty event store with {} events of {}", events, config.importFrom());
    }

    private static LiveConfig live(ServerConfig config) {
        LiveConfig standard = LiveConfig.DEFAULT;
        return new LiveConfig(
                (long) config.cacheMegabytes() << 20,
                config.readTypeSet(),
                config.keepTypeSet(),
                standard.onlyStoredItems(),
                config.newItemUsers(),
                config.diversity(),
                standard.maxWaiting(),
                standard.qualityWindow());
    }

    private static HttpConfig http(ServerConfig config) {
        HttpConfig standard = HttpConfig.DEFAULT;
        return new HttpConfig(
                config.host(),
                config.port(),
                Set.copyOf(ServerSettings.secrets("api-key-file", config.apiKeyFile(), LEAST_KEY_LENGTH)),
                Set.copyOf(ServerSettings.secrets("admin-key-file", config.adminKeyFile(), LEAST_KEY_LENGTH)),
                config.rateLimit(),
                config.mostConnections(),
                config.mostRequests(),
                standard.mostStreams(),
                standard.bodySeconds(),
                standard.idleSeconds(),
                config.tlsKeystore().isEmpty() ? null : Path.of(config.tlsKeystore()),
                ServerSettings.secrets("tls-password-file", config.tlsPasswordFile(), 1).stream()
                        .findFirst()
                        .orElse(""));
    }

    private static String url(ServerConfig config, int port) {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return (config.tlsKeystore().isEmpty() ? "http" : "https") + "://" + host + ":" + port;
    }

    private static PrometheusMeterRegistry registry(List<AutoCloseable> opened) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        opened.add(registry::close);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics collections = opened(opened, new JvmGcMetrics());
        collections.bindTo(registry);
        return registry;
    }
}
