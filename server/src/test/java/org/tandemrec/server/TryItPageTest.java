package org.tandemrec.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view in which titles are clicked, in a browser, on a real server. */
class TryItPageTest {
    private static Chromium chromium;
    private static Server server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        chromium = Chromium.start();
        server = serve(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** A server of a small bundle in a folder, at a free port where none is given. */
    static Server serve(Path folder, Map<String, String> options) throws Exception {
        Path bundle = folder.resolve("bundles/small");
        if (!bundle.toFile().exists()) {
            SmallBundle.write(bundle, 1, Instant.parse("2026-11-24T12:00:00Z"));
        }
        Map<String, String> all = new HashMap<>(Map.of(
                "bundle", bundle.toString(), "state", folder.resolve("state").toString(), "port", "0"));
        all.putAll(options);
        List<String> noTraining =
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version");
        return Server.start(ServerSettings.resolve(all, Map.of()), noTraining, Map.of());
    }

    @Test
    void aClickIsAnEventThatAllListsFollow() {
        try (Visit visit = visit()) {
            List<String> before = visit.titles("fused");
            assertThat(visit.at("#lists .moved:not(:empty)")).hasCount(0);
            String first = visit.at("#history .chip .title").first().textContent();

            String clicked = visit.pick("fused", 2);

            assertThat(visit.at("#history .chip .title").first()).hasText(clicked);
            assertThat(visit.at("#history .chip .title").nth(1)).hasText(first);
            for (String part : List.of("long", "fused", "short")) {
                assertThat(visit.titles(part)).hasSize(10).doesNotContain(clicked);
            }
            assertThat(visit.titles("fused")).isNotEqualTo(before);
            assertThat(visit.at("#drift-chart svg"))
                    .hasAttribute("aria-label", Pattern.compile("Drift: 0\\.\\d+ at after \\d+ events.*"));
            assertThat((int) visit.eval(
                            "document.querySelector('#drift-chart path.line').getAttribute('d').split('L').length"))
                    .as("points of the chart of drift")
                    .isEqualTo(2);
            assertThat(visit.moves()).isPositive();
        }
    }

    @Test
    void theEventIsInTheStoreWhenThePageSaysSo() {
        try (Visit visit = visit()) {
            String user = visit.becomeSomeoneNew();
            String id = visit.list("fused").first().getAttribute("data-id");
            visit.pick("fused", 0);

            Object stored = visit.eval("fetch('api/user/" + user + "/feedback/click').then((answer) => answer.json())"
                    + ".then((feedback) => feedback.map((event) => event.ItemId).join())");

            assertThat(stored).isEqualTo(id);
        }
    }

    @Test
    void someoneNewStartsWithoutAnEventAndIsFoldedInFromTheFirst() {
        try (Visit visit = visit()) {
            String user = visit.becomeSomeoneNew();
            assertThat(user).startsWith("guest-");
            assertThat(visit.at("#history-empty")).isVisible();
            assertThat(visit.at("#fused-about")).containsText("Popular and new");

            visit.pick("fused", 0);

            assertThat(visit.at("#user-about")).containsText("1 event, the latest just now · never seen in training");
            assertThat(visit.at("#history-empty")).isHidden();
            assertThat(visit.at("#fused-list .bar").first())
                    .hasAttribute("title", Pattern.compile("long term .*, short term .*"));
        }
    }

    @Test
    void anEventThatIsTakenBackLeavesTheListsAsTheyWere() {
        try (Visit visit = visit()) {
            visit.becomeSomeoneNew();
            visit.pick("fused", 3);
            List<String> before = visit.titles("fused");
            String second = visit.pick("fused", 0);

            visit.at("#history .chip .undo").first().click();
            assertThat(visit.at("#said")).containsText("“" + second + "” is taken back");

            assertThat(visit.titles("fused")).isEqualTo(before);
            assertThat(visit.at("#history .chip")).hasCount(1);
        }
    }

    @Test
    void aUserIsPickedByKeyboardAlone() {
        try (Visit visit = visit()) {
            visit.at("#user-input").focus();
            visit.page().keyboard().press("Control+a");
            visit.page().keyboard().type("17");
            assertThat(visit.at("#user-options [role=option]").first()).hasText("17");
            visit.page().keyboard().press("ArrowDown");
            assertThat(visit.at("#user-input")).hasAttribute("aria-activedescendant", "user-options-0");
            visit.page().keyboard().press("Enter");

            assertThat(visit.page()).hasURL(Pattern.compile(".*#try/17$"));
            assertThat(visit.at("#user-options")).isHidden();
            assertThat(visit.at("#user-about")).containsText("known from training");
        }
    }

    @Test
    void aUserWhoseIdNoUrlLikesIsCreatedAndFoundAgain() {
        String odd = "a/b ?#ü%2f";
        try (Visit visit = visit()) {
            visit.at("#user-input").fill(odd);
            assertThat(visit.at("#user-options [role=option]").last()).containsText("“" + odd + "”");
            visit.at("#user-options [role=option]").last().click();
            assertThat(visit.at("#user-about")).containsText("No event so far");
            visit.pick("fused", 0);

            visit.page().reload();

            assertThat(visit.at("#user-input")).hasValue(odd);
            assertThat(visit.at("#user-about")).containsText("1 event");
        }
    }

    @Test
    void theListsAreWalkedAndClickedByKeyboard() {
        try (Visit visit = visit()) {
            visit.list("fused").first().locator(".item").focus();
            visit.page().keyboard().press("ArrowDown");
            assertThat(visit.list("fused").nth(1).locator(".item")).isFocused();
            visit.page().keyboard().press("ArrowRight");
            assertThat(visit.list("short").nth(1).locator(".item")).isFocused();
            visit.page().keyboard().press("End");
            assertThat(visit.list("short").nth(9).locator(".item")).isFocused();
            visit.page().keyboard().press("ArrowUp");
            String title = visit.titles("short").get(8);

            visit.page().keyboard().press("Enter");

            assertThat(visit.at("#said")).containsText("“" + title + "”: committed in");
            assertThat(visit.list("short").nth(8).locator(".item")).isFocused();
            assertThat(visit.at(".lists .item[tabindex='0']")).hasCount(3);
        }
    }

    @Test
    void aTitleIsAddedFromTheSearch() {
        try (Visit visit = visit()) {
            visit.becomeSomeoneNew();
            String title = visit.titles("fused").get(9);
            visit.page().keyboard().press("/");
            visit.page().keyboard().type(title.toLowerCase(Locale.ROOT));
            assertThat(visit.at("#title-options [role=option] span").first()).hasText(title);
            visit.page().keyboard().press("Enter");

            assertThat(visit.at("#history .chip .title").first()).hasText(title);
            assertThat(visit.at("#title-input")).hasValue("");
        }
    }

    @Test
    void aTitleSaysWhyItIsThere() {
        try (Visit visit = visit()) {
            visit.becomeSomeoneNew();
            String reason = visit.pick("fused", 0);
            visit.list("fused").nth(1).locator(".item").focus();
            visit.page().keyboard().press("?");

            assertThat(visit.at(".reasons div.long")).containsText("Long term");
            assertThat(visit.at(".reasons div.short")).containsText("Short term");
            assertThat(visit.at(".reasons")).containsText(reason);
            assertThat(visit.list("fused").nth(1).locator(".why")).hasAttribute("aria-expanded", "true");

            visit.page().keyboard().press("?");
            assertThat(visit.at(".reasons")).hasCount(0);
        }
    }

    @Test
    void quickClicksAreAllSent() {
        try (Visit visit = visit()) {
            visit.becomeSomeoneNew();
            visit.eval(
                    "document.querySelectorAll('#fused-list .item').forEach((item, place) => place < 4 && item.click())");

            assertThat(visit.at("#user-about")).containsText("4 events");
            assertThat(visit.at("#history .chip")).hasCount(4);
        }
    }

    @Test
    void nothingMovesForThoseWhoDoNotWantIt() {
        try (Visit visit = new Visit(
                        chromium,
                        server.started().url(),
                        new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE))
                .open("")) {
            visit.pick("fused", 1);
            visit.pick("long", 1);

            assertThat(visit.moves()).isZero();
            assertThat(visit.at(".ghost, .flying")).hasCount(0);
        }
    }

    private static Visit visit() {
        return new Visit(chromium, server.started().url(), 1440, 960).open("");
    }
}
