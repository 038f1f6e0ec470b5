package org.tandemrec.server.http;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;

class ListenerTest {
    @Test
    void aTakenPortIsSaidInWords(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EventStore store = EventStores.open(folder)) {
            HttpConfig config = HttpConfig.DEFAULT.withPort(taken.getLocalPort());
            HttpServer server = HttpServer.create(
                    config,
                    store,
                    new FixedRecommendations(),
                    new FixedLife(),
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
            assertThatIllegalStateException()
                    .isThrownBy(server::start)
                    .withMessageStartingWith(
                            "the port " + taken.getLocalPort() + " of 127.0.0.1 must be free to listen on, but")
                    .withMessageContaining("name another one");
        }
    }
}
