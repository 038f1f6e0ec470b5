package org.tandemrec.bench.server;

import java.util.Locale;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;
import org.tandemrec.bench.load.LoadResult;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a case finds: figures, and claims that hold or do not. Printed as they come. */
public final class Findings {
    private static final double MILLI = 1e6;

    private final BiConsumer<String, String> print;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private boolean allHold = true;

    /** Findings that go to {@code print}: a name and a value. */
    public Findings(BiConsumer<String, String> print) {
        this.print = print;
    }

    /** All figures by name. */
    public ObjectNode json() {
        return json;
    }

    /** Whether no claim was wrong. */
    public boolean allHold() {
        return allHold;
    }

    /** Something for people. */
    void line(String name, String form, Object... values) {
        print.accept(name, String.format(Locale.ROOT, form, values));
    }

    /** A figure for programs. */
    void put(String name, double value) {
        json.put(name, value);
    }

    /** A claim that the run was made to test. */
    void claim(boolean holds, String claim, String otherwise) {
        allHold &= holds;
        print.accept(holds ? "verified" : "FAILED", holds ? claim : claim + ", but " + otherwise);
    }

    /** Latencies in milliseconds; as JSON {@code NAMEP50Millis} and so on. */
    void latency(String line, String name, Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            line(line, "none");
            return;
        }
        double p50 = nanos.getValueAtPercentile(50) / MILLI;
        double p99 = nanos.getValueAtPercentile(99) / MILLI;
        double p999 = nanos.getValueAtPercentile(99.9) / MILLI;
        double max = nanos.getMaxValue() / MILLI;
        line(line, "p50 %.2f ms, p99 %.2f, p99.9 %.2f, max %.2f; %,d", p50, p99, p999, max, nanos.getTotalCount());
        put(name + "P50Millis", p50);
        put(name + "P99Millis", p99);
        put(name + "P999Millis", p999);
        put(name + "MaxMillis", max);
    }

    /** How many requests got neither a success nor a refusal, and why. */
    void errors(LoadResult result) {
        StringBuilder text = new StringBuilder();
        for (LoadResult.Kind kind : result.kinds()) {
            text.append(text.isEmpty() ? "" : "; ").append(kind.statuses());
            if (kind.broken() > 0) {
                text.append(" and ").append(kind.broken()).append(" without a reply");
            }
        }
        line("replies", "%s", text);
        put("errors", (double) result.errors());
        result.failures().forEach(failure -> line("  cause", "%s", failure));
    }
}
