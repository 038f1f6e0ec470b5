package org.tandemrec.eval;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemrec.base.Check;

/**
 * A metric of rankings at a cut-off. Its text form, for example {@code ndcg@10}, is what {@link #parse} reads.
 *
 * @param name the metric's name in results
 * @param k the cut-off
 */
public record RankingMetric(String name, int k) {
    private static final List<String> NAMES = List.of("ndcg", "ndcg-per-target", "hr");

    /** Checks the name and the cut-off. */
    public RankingMetric {
        Check.argument(
                NAMES.contains(name) && k >= 1,
                "a ranking metric is ndcg@K, ndcg-per-target@K or hr@K with K at least 1, but was \"%s@%d\"",
                name,
                k);
    }

    /**
     * Reads {@code ndcg@10}, {@code ndcg-per-target@10} or {@code hr@10}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static RankingMetric parse(String text) {
        Matcher matcher = Pattern.compile("([a-z-]+)@(\\d{1,9})").matcher(text.strip());
        Check.argument(
                matcher.matches(),
                "a ranking metric is ndcg@K, ndcg-per-target@K or hr@K with K at least 1, but was \"%s\"",
                text);
        return new RankingMetric(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return name + "@" + k;
    }
}
