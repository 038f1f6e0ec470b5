package org.tandemrec.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.TextTable.Column;
import org.tandemrec.recommend.Recommendation;
import org.tandemrec.recommend.Recommendation.Parts;

/** Recommendations as a table for people; those of a fusion with the share of both preferences in figures and as a bar. */
final class RecommendationTable {
    private static final int BAR = 16;
    /** The width of the bars' column where its heading names the other parts. */
    private static final int WIDE_BAR = 23;
    /** From how many columns on there is room for bars. */
    private static final int WIDE = 100;

    private static final String LONG_TERM = "█";
    private static final String SHORT_TERM = "▒";
    private static final String OTHERS = "░";
    /** The width of a part's column with the gap before it. */
    private static final int PART = 14;

    private RecommendationTable() {}

    /** Returns the table of a list that is not empty, without a line break at its end. */
    static String of(List<Recommendation> list, CommonOptions common) {
        Parts first = list.getFirst().parts();
        boolean fused = first != null;
        List<String> others =
                first == null ? List.of() : List.copyOf(first.others().keySet());
        boolean bars = fused && common.columns() >= WIDE + PART * others.size();
        int title = Math.max(20, common.columns() - (bars ? 72 : fused ? 54 : 30) - PART * others.size());
        List<Column> columns = new ArrayList<>(List.of(
                Column.numbers("#"), Column.words("title", title), Column.words("id", 20), Column.numbers("score")));
        if (fused) {
            columns.addAll(List.of(Column.numbers("long term"), Column.numbers("short term")));
            others.forEach(name -> columns.add(Column.numbers(name)));
        }
        if (bars) {
            String key = LONG_TERM + " long " + SHORT_TERM + " short";
            columns.add(Column.words(
                    others.isEmpty() ? key : key + " " + OTHERS + " others", others.isEmpty() ? BAR : WIDE_BAR));
        }
        double largest =
                list.stream().mapToDouble(item -> lift(item.parts())).max().orElse(0);
        TextTable table = new TextTable(columns);
        for (int i = 0; i < list.size(); i++) {
            Recommendation item = list.get(i);
            List<String> cells = new ArrayList<>(
                    List.of(Integer.toString(i + 1), item.title(), item.itemId(), decimals("%.3f", item.score())));
            Parts parts = item.parts();
            if (parts != null) {
                cells.addAll(List.of(part(parts.longTerm(), parts), part(parts.shortTerm(), parts)));
                parts.others().values().forEach(value -> cells.add(part(value, parts)));
            }
            if (parts != null && bars) {
                cells.add(bar(parts, largest));
            }
            table.row(cells);
        }
        return table.render(common.styled()) + (fused ? System.lineSeparator() + legend(others) : "");
    }

    private static String legend(List<String> others) {
        return "long term, short term"
                + others.stream().map(name -> ", " + name).collect(Collectors.joining())
                + ": how far each " + (others.isEmpty() ? "preference" : "part")
                + " lifts the item above an average one," + System.lineSeparator()
                + "in units of the score and as a share of all that lifts it";
    }

    /** A part's lift with its share, for example {@code +1.20  75 %}. */
    private static String part(float value, Parts parts) {
        String share = value > 0 ? decimals("%3.0f %%", 100 * value / lift(parts)) : "     ";
        String lift = decimals("%+.2f", value);
        return (lift.endsWith("0.00") && Math.abs(value) < 1 ? "0.00" : lift) + " " + share;
    }

    private static String bar(Parts parts, double largest) {
        double unit = largest > 0 ? BAR / largest : 0;
        int both = (int) Math.round(unit * lift(parts));
        int longTerm = Math.min(both, (int) Math.round(unit * Math.max(0, parts.longTerm())));
        int shortTerm = parts.others().isEmpty()
                ? both - longTerm
                : Math.min(both - longTerm, (int) Math.round(unit * Math.max(0, parts.shortTerm())));
        return LONG_TERM.repeat(longTerm) + SHORT_TERM.repeat(shortTerm) + OTHERS.repeat(both - longTerm - shortTerm);
    }

    /** The sum of what lifts an item; what pulls it down does not count. */
    private static double lift(@Nullable Parts parts) {
        if (parts == null) {
            return 0;
        }
        double lift = Math.max(0, parts.longTerm()) + Math.max(0, parts.shortTerm());
        for (float other : parts.others().values()) {
            lift += Math.max(0, other);
        }
        return lift;
    }

    private static String decimals(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
