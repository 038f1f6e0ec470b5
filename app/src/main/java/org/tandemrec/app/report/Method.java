package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.Report.Fact;
import org.tandemrec.eval.ResultRecord;

/** Says in words how a report's figures were measured, as its records name it. */
final class Method {
    private Method() {}

    /** Splits, targets and candidates. */
    static List<Fact> protocol(Report report) {
        List<Fact> facts = new ArrayList<>();
        distinct(report, ResultRecord::split).forEach(split -> facts.add(new Fact("Split", split + split(split))));
        distinct(report, ResultRecord::targets)
                .forEach(targets -> facts.add(new Fact("Targets", targets + targets(targets))));
        report.candidates()
                .forEach(candidates -> facts.add(new Fact("Candidates", candidates + candidates(candidates))));
        return facts;
    }

    static List<Fact> of(Report report) {
        List<Fact> facts = protocol(report);
        facts.add(new Fact("Ties", "items with the same score take the worst rank"));
        facts.add(
                new Fact("NDCG@k", "1 / log₂(rank + 1) where the target's rank is at most k, else 0; " + over(report)));
        if (uses(report, "rmse")) {
            facts.add(new Fact(
                    "RMSE",
                    "over each target (1) and its sampled negatives (0), of the score after a logistic calibration fitted on "
                            + "held-out training data; “raw” leaves the calibration out"));
        }
        facts.add(
                new Fact(
                        "Fusion",
                        "calibrations and θ are fitted on a held-out part of the training data, never on test data; RA_LST squared is the "
                                + "paper’s squared error to the letter, RA_LST the scale and the loss that won on held-out data"));
        if (uses(report, "ndcg") && !Figures.of(report).isEmpty()) {
            facts.add(new Fact("Tables", "hold the last epoch, never the best"));
        }
        facts.add(new Fact("Seed", String.join(", ", distinct(report, record -> Long.toString(record.seed())))));
        return facts;
    }

    private static Set<String> distinct(Report report, Function<ResultRecord, String> field) {
        return report.records().stream().map(field).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean uses(Report report, String metric) {
        return report.records().stream().anyMatch(record -> record.metric().startsWith(metric));
    }

    private static String over(Report report) {
        String users = means(report, "ndcg");
        return "the mean over users of the mean over their targets" + (users.isEmpty() ? "" : " (" + users + " users)");
    }

    private static String means(Report report, String metric) {
        return report.records().stream()
                .filter(record -> record.epoch() == null && record.metric().equals(metric))
                .map(record -> Terminal.count(record.n()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String split(String name) {
        return switch (name.replaceAll("\\(.*", "")) {
            case "user-tail" ->
                ": the newest part of each user's interactions, at least one, is the test; users with fewer than 3 stay in "
                        + "training";
            case "leave-last-out" -> ": each user's last interaction is the test";
            case "global-tail", "global-time" -> ": one cut in time for everybody";
            case "random" ->
                ": test interactions are drawn without regard to user and time, so training may hold later ones";
            default -> "";
        };
    }

    private static String targets(String name) {
        return name.equals("successive")
                ? ": each test interaction in turn, with the true earlier ones as history; nothing is trained on them"
                : "";
    }

    private static String candidates(String name) {
        if (name.startsWith("sampled-uniform")) {
            return ": the target against items that the user never interacts with, the same ones for every model";
        }
        return name.equals("full-unseen")
                ? ": the target against every item of the training data that is not in the user's history"
                : "";
    }
}
