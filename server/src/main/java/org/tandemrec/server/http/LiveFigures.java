package org.tandemrec.server.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.tandemrec.server.life.ModelLife;
import org.tandemrec.server.live.Recommendations;
import org.tandemrec.server.live.Recommendations.OnlineQuality;
import org.tandemrec.server.store.EventStore;
import tools.jackson.core.JsonGenerator;

/** The figures of the moment, as the stream sends them. */
final class LiveFigures {


    private final EventStore store;
    private final Recommendations recommendations;
    private final ModelLife life;
    private final HealthRoutes health;
    private final Traffic traffic;
    private final MeterRegistry registry;
    private long lastNanos = System.nanoTime();
    private long lastEvents;

    LiveFigures(
            EventStore store,
            Recommendations recommendations,
            ModelLife life,
            HealthRoutes health,
            Traffic traffic,
            MeterRegistry registry) {
        this.store = store;
        this.recommendations = recommendations;
        this.life = life;
        this.health = health;
        this.traffic = traffic;
        this.registry = registry;
    }

    /** The figures since the last call. */
    synchronized byte[] read() {
        long now = System.nanoTime();
        double seconds = Math.max(1e-3, (double) (now - lastNanos) / 1e9);
        long events = traffic.events();
        double eventsPerSecond = (double) (events - lastEvents) / seconds;
        lastNanos = now;
        lastEvents = events;
        LatencyWindow.Reading latencies = traffic.latencies().read();
        OnlineQuality quality = recommendations.quality();
        long stored = store.eventCount();
        Gauge users = registry.find("cache.size").tag("cache", "tandem.users").gauge();
        return Exchange.bytes(out -> {
            out.writeStartObject();
            JsonReply.time(out, "Time", System.currentTimeMillis());
            JsonReply.number(out, "EventsPerSecond", eventsPerSecond);
            JsonReply.number(out, "RequestsPerSecond", (double) latencies.requests() / seconds);
            out.writeObjectPropertyStart("LatencyMillis");
            JsonReply.number(out, "P50", latencies.p50Millis());
            JsonReply.number(out, "P99", latencies.p99Millis());
            out.writeEndObject();
            quality(out, quality);
            if (users != null) {
                out.writeNumberProperty("UsersCached", (long) users.value());
            }
            out.writeNumberProperty("EventsStored", stored);
            out.writeBooleanProperty("Ready", health.isReady());
            out.writeName("Training");
            ModelRoutes.training(out, life.training());
            out.writeEndObject();
        });
    }

    private static void quality(JsonGenerator out, OnlineQuality quality) {
        out.writeObjectPropertyStart("Quality");
        out.writeNumberProperty("Events", quality.events());
        out.writeNumberProperty("Skipped", quality.skipped());
        figures(out, "Fused", quality.fused());
        figures(out, "LongTerm", quality.longTerm());
        figures(out, "ShortTerm", quality.shortTerm());
        out.writeEndObject();
    }

    private static void figures(JsonGenerator out, String key, OnlineQuality.Figures figures) {
        out.writeObjectPropertyStart(key);
        JsonReply.number(out, "HitRate", figures.hitRate());
        JsonReply.number(out, "Ndcg", figures.ndcg());
        out.writeEndObject();
    }
}
