package org.tandemrec.server.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Figures for Prometheus. */
final class MetricsRoute {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsRoute(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/metrics", "Figures in the text format of Prometheus.")
                .lane(Lane.FREE)
                .replies("text/plain")
                .by(exchange -> exchange.reply(TEXT, registry.scrape(TEXT).getBytes(StandardCharsets.UTF_8))));
    }
}
