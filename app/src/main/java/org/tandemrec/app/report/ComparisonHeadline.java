package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tandemrec.app.compare.Measure;
import org.tandemrec.app.compare.Standing;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.eval.Interval;

/** Says in two sentences which model is the best and from which others it cannot be told, from the figures alone. */
public final class ComparisonHeadline {
    private ComparisonHeadline() {}

    /** Returns the sentences, on the first set of candidates. */
    public static String of(Standings standings) {
        return of(standings, standings.candidates().getFirst());
    }

    private static String of(Standings standings, String candidates) {
        Measure main = standings.main(candidates);
        List<String> ranking = standings.ranking(candidates);
        Optional<Standing> best = standings.standing(ranking.getFirst(), main);
        if (best.isEmpty()) {
            return "No model has a figure.";
        }
        Interval interval = best.get().interval();
        String reach = Names.model(best.get().model()) + " reaches " + Names.metric(main.metric(), main.k()) + " "
                + ResultTable.decimals(best.get().value())
                + (interval == null
                        ? ""
                        : " (95 % interval " + ResultTable.decimals(interval.low()) + " to "
                                + ResultTable.decimals(interval.high()) + ")")
                + " " + Names.among(candidates) + ". ";
        return reach + others(standings, main, ranking.subList(1, ranking.size()));
    }

    private static String others(Standings standings, Measure main, List<String> others) {
        if (others.isEmpty()) {
            return "There is no other model.";
        }
        List<String> close = new ArrayList<>();
        int tested = 0;
        for (String model : others) {
            Optional<Standing> standing = standings.standing(model, main);
            if (standing.isPresent() && standing.get().p() != null) {
                tested++;
                if (!standing.get().isSignificant()) {
                    close.add(Names.model(model));
                }
            }
        }
        if (tested == 0) {
            return "Whether it is better than the others by more than chance cannot be tested by this metric.";
        }
        if (close.isEmpty()) {
            String worse = tested == 1
                    ? "The other model is worse by more than chance (p < 0.05)"
                    : String.format(
                            Locale.ROOT, "Each of the %d others is worse by more than chance (p < 0.05)", tested);
            return worse + (standings.models().getFirst().size() == 1 ? ", as trained with this one seed." : ".");
        }
        return "Its lead over " + String.join(", ", close) + " may be chance.";
    }
}
