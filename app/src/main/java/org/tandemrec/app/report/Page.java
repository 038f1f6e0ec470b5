package org.tandemrec.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.tandemrec.eval.Report;

/** A page that needs nothing else: no script, no other file, no other host. It is well-formed XML, too. */
final class Page {
    private final StringBuilder html = new StringBuilder(1 << 16);

    private Page() {}

    /**
     * Starts a page.
     *
     * @param context a line above the title
     * @param headline what the page found, in one or two sentences
     */
    static Page of(String title, String context, String headline) {
        Page page = new Page();
        page.html
                .append("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n")
                .append("<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                .append("<title>")
                .append(Markup.escape(title))
                .append("</title>\n")
                .append("<style>\n")
                .append(resource("report.css"))
                .append("</style>\n</head>\n<body>\n<main>\n")
                .append("<header>\n<p class=\"eyebrow\">")
                .append(Markup.escape(context))
                .append("</p>\n<h1>")
                .append(Markup.escape(title))
                .append("</h1>\n<p class=\"headline\">")
                .append(Markup.escape(headline))
                .append("</p>\n</header>\n");
        return page;
    }

    /** Adds markup as it is. */
    Page add(String markup) {
        html.append(markup);
        return this;
    }

    /** Adds a paragraph of text. */
    Page paragraph(String text) {
        return add("<p class=\"soft\">" + Markup.escape(text) + "</p>\n");
    }

    /** Starts a section. */
    Page open(String title) {
        return add("<section>\n<h2>" + Markup.escape(title) + "</h2>\n");
    }

    /** Ends a section. */
    Page close() {
        return add("</section>\n");
    }

    /** Adds a section of labels and values, if there are any. */
    Page facts(String title, List<Report.Fact> facts) {
        return facts.isEmpty() ? this : open(title).add(HtmlTables.facts(facts)).close();
    }

    /** Adds a section of remarks, if there are any. */
    Page notes(List<String> notes) {
        if (notes.isEmpty()) {
            return this;
        }
        open("Notes").add("<ul>\n");
        notes.forEach(note -> add("<li>" + Markup.escape(note) + "</li>\n"));
        return add("</ul>\n").close();
    }

    /** Ends the page and returns it. */
    String end() {
        return end("results.json", "The same figures, one a line");
    }

    /**
     * Ends the page and returns it.
     *
     * @param file the file beside the page that holds what it shows
     * @param about what is in it
     */
    String end(String file, String about) {
        return add("</main>\n<footer>Made by Tandem. " + Markup.escape(about) + ", are in <a href=\"" + file + "\">")
                .add(file + "</a>.</footer>\n</body>\n</html>\n")
                .html
                .toString();
    }

    private static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
