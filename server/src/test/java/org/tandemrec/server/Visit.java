package org.tandemrec.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who looks at the page in a browser tab of their own. What goes wrong unseen is noted: errors of scripts, what the content
 * security policy stops, and requests to other hosts.
 */
final class Visit implements AutoCloseable {
    private static final String COUNT_MOVES = """
            window.moves = 0;
            const animate = Element.prototype.animate;
            Element.prototype.animate = function (...rest) { window.moves++; return animate.apply(this, rest); };
            """;

    private final BrowserContext context;
    private final Page page;
    private final String url;
    private final List<String> errors = new ArrayList<>();

    Visit(Chromium chromium, String url, int width, int height) {
        this(
                chromium,
                url,
                new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setReducedMotion(ReducedMotion.NO_PREFERENCE));
    }

    Visit(Chromium chromium, String url, Browser.NewContextOptions options) {
        this.url = url;
        context = chromium.browser().newContext(options);
        context.setDefaultTimeout(20_000);
        context.addInitScript(COUNT_MOVES);
        page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            // A status of 4xx or 5xx is no fault of the page: it shows what it means.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                errors.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(url)) {
                errors.add("a request to " + request.url());
            }
        });
    }

    /** Opens a view, for example {@code #model}, and waits for lists where it has some. */
    Visit open(String hash) {
        page.navigate(url + "/" + hash);
        if (hash.isEmpty() || hash.startsWith("#try")) {
            awaitLists();
        }
        return this;
    }

    /** Waits for a list of ten. */
    void awaitLists() {
        assertThat(list("fused")).hasCount(10);
    }

    Page page() {
        return page;
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    /** The rows of a list: {@code long}, {@code fused} or {@code short}. */
    Locator list(String part) {
        return page.locator("#" + part + "-list > li");
    }

    /** The titles of a list in order. */
    List<String> titles(String part) {
        return list(part).locator(".line .title").allTextContents();
    }

    /** Clicks the title at a place of a list, waits until the page has said what came of it, and returns the title. */
    String pick(String part, int place) {
        Locator row = list(part).nth(place);
        String title = row.locator(".line .title").textContent();
        row.locator(".item").click();
        assertThat(at("#said")).containsText("“" + title + "”: committed in");
        return title;
    }

    /** Becomes a user nobody has heard of; returns the id. */
    String becomeSomeoneNew() {
        at("#new-user").click();
        assertThat(at("#user-about")).containsText("No event so far");
        awaitLists();
        return at("#user-input").inputValue();
    }

    /** How many movements there have been. */
    int moves() {
        return ((Number) page.evaluate("window.moves")).intValue();
    }

    /** The value of an expression. */
    Object eval(String expression) {
        return page.evaluate(expression);
    }

    @Override
    public void close() {
        context.close();
        assertThat(errors).as("what went wrong unseen").isEmpty();
    }
}
