package org.tandemrec.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The views of the model and of the moment, and what all views have in common, in a browser, on a real server. */
class ViewsPageTest {
    /** The smallest contrast of a text that is not large with what is behind it (WCAG 2.2, 1.4.3). */
    private static final double LEAST_CONTRAST = 4.5;

    private static final String CONTRAST = """
            (selector) => {
              const element = document.querySelector(selector);
              const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
              let behind = element;
              const isClear = (colour) => colour === 'transparent' || (rgb(colour)[3] ?? 1) === 0;
              while (behind.parentElement && isClear(getComputedStyle(behind).backgroundColor)) {
                behind = behind.parentElement;
              }
              const light = (text) => rgb(text).slice(0, 3).map((value) => value / 255)
                .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
                .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
              const style = getComputedStyle(element);
              const ink = light(style.fill && element instanceof SVGElement ? style.fill : style.color);
              const paper = light(getComputedStyle(behind).backgroundColor);
              return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
            }
            """;

    private static Chromium chromium;
    private static Server server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        chromium = Chromium.start();
        server = TryItPageTest.serve(folder, Map.of());
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

    @Test
    void theModelIsShownWithItsProvenance() {
        try (Visit visit = visit(1440).open("#model")) {
            assertThat(visit.at("#model-title")).hasText("small");
            assertThat(visit.at("#model-lead")).containsText("ra-lst: lfm and gru4rec, fused with θ = ");
            assertThat(visit.at("#model-tiles"))
                    .containsText("Items" + server.started().items());
            assertThat(visit.at("#model-tables")).containsText("hidden size8");
            assertThat(visit.at("#model-tables")).containsText("seed1");
            assertThat(visit.at("#curve-chart")).isHidden(); // it kept its last epoch: nothing was measured
        }
    }

    @Test
    void aTrainingThatFailsSaysSoAndTheModelGoesOn() {
        try (Visit visit = visit(1440).open("#model")) {
            assertThat(visit.at("#training-state")).containsText("No training");
            visit.at("#train").click();

            assertThat(visit.at("#training-state")).containsText("The last training failed");
            assertThat(visit.at("#train")).isEnabled();
            assertThat(visit.at("#model-title")).hasText("small");
        }
    }

    @Test
    void aBundleThatIsMissingIsRefusedWithAReason() {
        try (Visit visit = visit(1440).open("#model")) {
            visit.at("summary").click();
            visit.at("#swap-path").fill("nowhere");
            visit.page().keyboard().press("Enter");

            assertThat(visit.at("#swap-state")).containsText("nowhere");
            assertThat(visit.at("#swap-state")).containsText("The model before goes on serving.");
        }
    }

    @Test
    void theMomentIsDrawnWhileItPasses() {
        try (Visit visit = visit(1440).open("")) {
            visit.becomeSomeoneNew();
            for (int i = 0; i < 3; i++) {
                visit.pick("fused", 0);
            }
            visit.at("nav a[href='#now']").click();

            assertThat(visit.at("#now-title")).isFocused();
            assertThat(visit.at("#rate-chart path.line.accent")).hasAttribute("d", Pattern.compile("M.*L.*"));
            assertThat(visit.at("#latency-chart .legend")).containsText(Pattern.compile("p99 .*p50 "));
            assertThat(visit.at("#hit-chart .key.fused b")).hasText(Pattern.compile("[01]\\.\\d{3}"));
            assertThat(visit.at("#now-tiles")).containsText("Events stored");
            assertThat(visit.at("#pulse")).hasAttribute("data-state", "ready");
        }
    }

    @ParameterizedTest
    @CsvSource({"390,#try", "390,#model", "390,#now", "768,#try", "768,#model", "1440,#try", "1440,#now"})
    void noViewIsWiderThanTheWindow(int width, String view) {
        try (Visit visit = visit(width).open(view)) {
            assertThat(visit.at("#pulse")).hasAttribute("data-state", "ready");
            assertThat((int) visit.eval("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
            assertThat((int) visit.eval(
                            "[...document.querySelectorAll('h1')].filter((title) => title.offsetParent).length"))
                    .as("titles of the page that are shown")
                    .isEqualTo(1);
        }
    }

    @Test
    void aPhoneShowsOneListAtATime() {
        try (Visit visit = visit(390).open("")) {
            assertThat(visit.at("#fused-list")).isVisible();
            assertThat(visit.at("#long-list")).isHidden();

            visit.at(".switch [data-shows=long]").click();

            assertThat(visit.at("#long-list")).isVisible();
            assertThat(visit.at("#fused-list")).isHidden();
            assertThat(visit.at(".switch [data-shows=long]")).hasAttribute("aria-pressed", "true");
            visit.pick("long", 0);
        }
    }

    @Test
    void theThemeThatWasChosenStays() {
        try (Visit visit = visit(1440).open("")) {
            String light = (String) visit.eval("getComputedStyle(document.body).backgroundColor");
            visit.at("#theme").click();
            String dark = (String) visit.eval("getComputedStyle(document.body).backgroundColor");
            visit.page().reload();

            assertThat(dark).isNotEqualTo(light);
            assertThat(visit.eval("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(dark);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void textIsLegible(ColorScheme scheme) {
        Browser.NewContextOptions options =
                new Browser.NewContextOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE);
        try (Visit visit = new Visit(chromium, server.started().url(), options).open("")) {
            visit.pick("fused", 4);
            for (String selector : List.of(
                    "#user-about",
                    "#said",
                    ".moved.new",
                    ".moved.down",
                    ".place",
                    ".legend",
                    ".plot text",
                    ".why",
                    ".lead",
                    ".chip small",
                    ".list header p",
                    ".under",
                    "kbd",
                    "nav a:not([aria-current])",
                    "label")) {
                assertThat(((Number) visit.page().evaluate(CONTRAST, selector)).doubleValue())
                        .as("contrast of %s", selector)
                        .isGreaterThanOrEqualTo(LEAST_CONTRAST);
            }
        }
    }

    @Test
    void everythingThatIsOperatedHasAName() {
        try (Visit visit = visit(1440).open("")) {
            visit.pick("fused", 0);
            for (String view : List.of("#try", "#model", "#now")) {
                visit.eval("location.hash = '" + view + "'");
                Object nameless = visit.eval("""
                        [...document.querySelectorAll('button, a, input, select, svg[role=img]')]
                          .filter((element) => element.checkVisibility())
                          .filter((element) => !(element.getAttribute('aria-label') || element.textContent.trim()
                            || element.labels?.length))
                          .map((element) => element.outerHTML).join()""");
                assertThat(nameless).as("without a name in " + view).isEqualTo("");
            }
        }
    }

    @Test
    void eventsOfAStreamAreFoundHoweverItIsCut() {
        try (Visit visit = visit(1440).open("#now")) {
            Object wrong = visit.eval("""
                    import('./live.js').then(({ EventParser }) => {
                      const text = ': hello\\n\\nevent: now\\r\\ndata: {"a":1}\\r\\n\\r\\ndata:x\\ndata: y\\nid: 3\\n\\nevent: none\\n\\n';
                      const expected = JSON.stringify([['now', '{"a":1}'], ['message', 'x\\ny']]);
                      const wrong = [];
                      for (let i = 0; i <= text.length; i++) {
                        for (let j = i; j <= text.length; j++) {
                          const taken = [];
                          const parser = new EventParser((type, data) => taken.push([type, data]));
                          [text.slice(0, i), text.slice(i, j), text.slice(j)].forEach((piece) => parser.feed(piece));
                          if (JSON.stringify(taken) !== expected) wrong.push(i + ',' + j);
                        }
                      }
                      return wrong.join(' ');
                    })""");

            assertThat(wrong).as("cuts at which events are lost").isEqualTo("");
        }
    }

    private static Visit visit(int width) {
        return new Visit(chromium, server.started().url(), width, 900);
    }
}
