package org.tandemrec.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tandemrec.app.compare.Measure;
import org.tandemrec.app.compare.ModelRun;
import org.tandemrec.app.compare.Standing;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.app.report.ReportText;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.eval.Interval;

/** A comparison as text: for every set of candidates the models by the main measure, the best one first, then all other figures. */
final class ComparisonTable {
    private static final int NAME = 24;
    private static final int FIGURE = 6;

    private ComparisonTable() {}

    /** Returns the tables, each line ended by a line break. */
    static String render(Standings standings, int columns, boolean styled) {
        StringBuilder text = new StringBuilder();
        boolean tested = false;
        for (String candidates : standings.candidates()) {
            text.append(ReportText.heading(candidates)).append(System.lineSeparator());
            text.append(main(standings, candidates).render(styled)).append(System.lineSeparator());
            List<Measure> others = new ArrayList<>(standings.measures(candidates));
            Measure main = standings.main(candidates);
            others.remove(main);
            for (int from = 0; from < others.size(); ) {
                int to = fitting(others, from, columns);
                text.append(System.lineSeparator())
                        .append(others(standings, candidates, others.subList(from, to))
                                .render(styled))
                        .append(System.lineSeparator());
                from = to;
            }
            text.append(System.lineSeparator());
            tested |= standings.ranking(candidates).stream()
                    .flatMap(model -> standings.standing(model, main).stream())
                    .anyMatch(standing -> standing.p() != null);
        }
        if (tested) {
            text.append("* worse than the best with p < 0.05, ** p < 0.01, *** p < 0.001 (paired randomisation, Holm); "
                            + "= may be chance")
                    .append(System.lineSeparator());
        }
        return text.toString();
    }

    /** After which measure a line is full that starts with {@code from}. */
    private static int fitting(List<Measure> measures, int from, int columns) {
        int width = NAME;
        int to = from;
        while (to < measures.size() && (to == from || width + width(measures.get(to)) <= columns)) {
            width += width(measures.get(to));
            to++;
        }
        return to;
    }

    private static int width(Measure measure) {
        return 2
                + Math.max(
                        FIGURE, ReportText.metric(measure.metric(), measure.k()).length());
    }

    private static TextTable main(Standings standings, String candidates) {
        Measure main = standings.main(candidates);
        boolean several = standings.models().getFirst().size() > 1;
        List<TextTable.Column> columns = new ArrayList<>();
        columns.add(TextTable.Column.words("model", NAME));
        columns.add(TextTable.Column.numbers(ReportText.metric(main.metric(), main.k())));
        columns.add(TextTable.Column.words("95 % interval", 20));
        columns.add(TextTable.Column.words("p", 12));
        if (several) {
            columns.add(TextTable.Column.numbers("± seeds"));
        }
        columns.add(TextTable.Column.numbers("training"));
        columns.add(TextTable.Column.numbers("weights"));
        TextTable table = new TextTable(columns);
        for (String model : standings.ranking(candidates)) {
            Optional<Standing> standing = standings.standing(model, main);
            List<String> cells = new ArrayList<>();
            cells.add(ReportText.model(model));
            cells.add(standing.map(it -> ReportText.decimals(it.value())).orElse("–"));
            cells.add(standing.map(Standing::interval)
                    .map(ComparisonTable::interval)
                    .orElse(""));
            cells.add(standing.map(ComparisonTable::mark).orElse(""));
            if (several) {
                cells.add(standing.map(Standing::deviation)
                        .map(ReportText::decimals)
                        .orElse(""));
            }
            List<ModelRun> runs = runs(standings, model);
            cells.add(Terminal.duration(
                    runs.stream().mapToDouble(ModelRun::trainSeconds).average().orElseThrow()));
            cells.add(ReportText.megabytes(runs.getFirst().modelBytes()));
            table.row(cells);
        }
        return table;
    }

    private static List<ModelRun> runs(Standings standings, String model) {
        return standings.models().stream()
                .filter(some -> some.getFirst().model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    private static String interval(Interval interval) {
        return ReportText.decimals(interval.low()) + " … " + ReportText.decimals(interval.high());
    }

    private static String mark(Standing standing) {
        Double p = standing.p();
        if (p == null) {
            return "";
        }
        return ReportText.p(p) + " " + standing.mark();
    }

    private static TextTable others(Standings standings, String candidates, List<Measure> measures) {
        List<TextTable.Column> columns = new ArrayList<>();
        columns.add(TextTable.Column.words("", NAME));
        measures.forEach(
                measure -> columns.add(TextTable.Column.numbers(ReportText.metric(measure.metric(), measure.k()))));
        TextTable table = new TextTable(columns);
        for (String model : standings.ranking(candidates)) {
            List<String> cells = new ArrayList<>(List.of(ReportText.model(model)));
            measures.forEach(measure -> cells.add(standings
                    .standing(model, measure)
                    .map(standing -> ReportText.decimals(standing.value()))
                    .orElse("–")));
            table.row(cells);
        }
        return table;
    }
}
