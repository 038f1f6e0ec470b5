package org.tandemrec.eval;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tandemrec.base.Check;

/**
 * A metric of rankings at a cut-off. Its text form, for example {@code ndcg@10}, is what {@link #parse} reads.
 *
 * @param name the metric's name in results
 * @param k the cut-off
 */
public record RankingMetric(String name, int k) {
    /** Checks the name and the cut-off. */
    public RankingMetric {
        boolean known = Arrays.stream(Metric.values())
                .anyMatch(metric -> metric.isRanking() && metric.toString().equals(name));
        Check.argument(known && k >= 1, "%s, but was \"%s@%d\"", rule(), name, k);
    }

    /**
     * Reads a metric of {@link Metric#isRanking}, for example {@code ndcg@10}.
     *
     * @throws IllegalArgumentException if the text is no such metric
     */
    public static RankingMetric parse(String text) {
        Matcher matcher = Pattern.compile("([a-z-]+)@(\\d{1,9})").matcher(text.strip());
        Check.argument(matcher.matches(), "%s, but was \"%s\"", rule(), text);
        return new RankingMetric(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /** The metric without its cut-off. */
    public Metric metric() {
        return Metric.parse(name);
    }

    private static String rule() {
        return Arrays.stream(Metric.values())
                .filter(Metric::isRanking)
                .map(Metric::toString)
                .collect(Collectors.joining(
                        ", ", "a ranking metric is METRIC@K with METRIC one of ", " and K at least 1"));
    }

    @Override
    public String toString() {
        return name + "@" + k;
    }
}
