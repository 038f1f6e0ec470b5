package org.tandemrec.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says and does where it may not, or cannot, in a browser, on real servers. */
class TroublePageTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String ADMIN_KEY = "fedcba9876543210fedcba9876543210";
    private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);

    private static Chromium chromium;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void theKeyIsAskedForOnceAndKeptForTheTab() throws Exception {
        try (Server server = TryItPageTest.serve(folder, keys());
                Visit visit = new Visit(chromium, server.started().url(), 1440, 900)) {
            visit.page().navigate(server.started().url());
            assertThat(visit.at("#key-title")).hasText("This server wants an API key");
            visit.at("#key-input").fill("a wrong key");
            visit.page().keyboard().press("Enter");
            assertThat(visit.at("#key-input")).hasValue("");
            visit.at("#key-input").fill(KEY);
            visit.page().keyboard().press("Enter");
            visit.awaitLists();
            visit.pick("fused", 0);

            visit.page().reload();
            visit.awaitLists();

            assertThat(visit.at("#key-dialog")).isHidden();
            assertThat(visit.eval("JSON.stringify(localStorage)")).asString().doesNotContain(KEY);
        }
    }

    @Test
    void whoDeclinesIsLeftAloneAndToldWhatToDo() throws Exception {
        try (Server server = TryItPageTest.serve(folder, keys());
                Visit visit = new Visit(chromium, server.started().url(), 1440, 900)) {
            visit.page().navigate(server.started().url());
            visit.at("#key-dialog button[value='']").click();
            assertThat(visit.at("[data-notice=server]")).containsText("This server wants an API key.");
            assertThat(visit.at("#key-dialog")).isHidden();

            visit.at("[data-notice=server] button").click();
            visit.at("#key-input").fill(KEY);
            visit.page().keyboard().press("Enter");

            visit.awaitLists();
            assertThat(visit.at(".notice")).hasCount(0);
        }
    }

    @Test
    void trainingAsksForTheAdministratorsKey() throws Exception {
        try (Server server = TryItPageTest.serve(folder, keys());
                Visit visit = new Visit(chromium, server.started().url(), 1440, 900)) {
            visit.page().addInitScript("sessionStorage.setItem('tandem-api-key', '" + KEY + "')");
            visit.open("#model");
            assertThat(visit.at("#model-title")).hasText("small");
            visit.at("#train").click();
            assertThat(visit.at("#key-title")).hasText("This needs the administrator’s key");
            visit.at("#key-input").fill(ADMIN_KEY);
            visit.page().keyboard().press("Enter");

            assertThat(visit.at("#training-state")).containsText("The last training failed", PATIENTLY);
        }
    }

    @Test
    void aServerThatIsAwayIsWaitedFor() throws Exception {
        Server first = TryItPageTest.serve(folder, Map.of());
        String url = first.started().url();
        try (first;
                Visit visit = new Visit(chromium, url, 1440, 900).open("")) {
            first.close();
            assertThat(visit.at("[data-notice=server]")).containsText("The server does not answer.", PATIENTLY);
            assertThat(visit.at("#pulse")).hasAttribute("data-state", "away");
            assertThat(visit.list("fused")).hasCount(10);

            String port = String.valueOf(URI.create(url).getPort());
            try (Server again = TryItPageTest.serve(folder, Map.of("port", port))) {
                assertThat(visit.at("#pulse"))
                        .hasAttribute(
                                "data-state", "ready", new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
                assertThat(visit.at(".notice")).hasCount(0);
                visit.pick("fused", 0);
                assertThat(again.started().url()).isEqualTo(url);
            }
        }
    }

    @Test
    void whereAKeySendsTooMuchThePageWaitsAsItIsTold() throws Exception {
        try (Server server = TryItPageTest.serve(folder, Map.of("rate-limit", "2"));
                Visit visit = new Visit(chromium, server.started().url(), 1440, 900)) {
            visit.page().navigate(server.started().url());

            assertThat(visit.at(".notice").first()).containsText("Too many requests");
            assertThat(visit.at(".notice").first()).containsText("Next attempt in");
            assertThat(visit.at("#pulse"))
                    .hasAttribute(
                            "data-state", "ready", new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
            visit.awaitLists();
        }
    }

    @Test
    void anEventThatIsNotStoredIsSentAgainOnlyWhenAskedTo() throws Exception {
        String problem = "{\"title\": \"Service Unavailable\", \"status\": 503, \"detail\": \"The disk is full.\"}";
        try (Server server = TryItPageTest.serve(folder, Map.of());
                Visit visit = new Visit(chromium, server.started().url(), 1440, 900).open("")) {
            String title = visit.titles("fused").getFirst();
            visit.page()
                    .route(
                            "**/api/feedback",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setStatus(503)
                                    .setHeaders(Map.of("Content-Type", "application/problem+json", "Retry-After", "1"))
                                    .setBody(problem)));
            visit.list("fused").first().locator(".item").click();
            assertThat(visit.at("[data-notice=event]")).containsText("The disk is full.");
            assertThat(visit.at("[data-notice=event] .countdown")).hasText("");
            assertThat(visit.titles("fused")).startsWith(title);

            visit.page().unroute("**/api/feedback");
            visit.at("[data-notice=event] button").click();

            assertThat(visit.at("#said")).containsText("“" + title + "”: committed in");
            assertThat(visit.at(".notice")).hasCount(0);
        }
    }

    private Map<String, String> keys() throws Exception {
        Path api = Files.writeString(folder.resolve("api-keys"), KEY + "\n");
        Path admin = Files.writeString(folder.resolve("admin-keys"), ADMIN_KEY + "\n");
        for (Path file : new Path[] {api, admin}) {
            file.toFile().setReadable(false, false);
            file.toFile().setReadable(true, true);
        }
        return Map.of("api-key-file", api.toString(), "admin-key-file", admin.toString());
    }
}
