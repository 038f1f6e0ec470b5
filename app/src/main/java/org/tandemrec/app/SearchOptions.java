package org.tandemrec.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemrec.catalog.SettingRange;
import org.tandemrec.eval.CandidateRule;
import org.tandemrec.eval.RankingMetric;
import org.tandemrec.eval.RankingValidator;
import org.tandemrec.tune.Halving;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is searched for, and with what effort. A command has it as a field {@code @Mixin SearchOptions search}. */
@Command
final class SearchOptions {
    private static final String NONE = "none";
    private static final String AUTO = "auto";

    @Option(
            names = "--trials",
            required = true,
            paramLabel = "N",
            description = "How many configs to try. The first one is that of --preset, --config and the options.")
    private int trials;

    @Option(
            names = "--set",
            paramLabel = "KEY=RANGE",
            description = "Search a setting in another range: KEY=FROM..TO, KEY=FROM..TO:log or KEY=A,B,C. "
                    + "KEY is the name of its option or its key in JSON.")
    private List<String> ranges = new ArrayList<>();

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            defaultValue = "ndcg@10",
            converter = ValidationOptions.MetricConverter.class,
            description =
                    "What is searched for: ndcg@K, hr@K, mrr@K or another metric of rankings. Default: ${DEFAULT-VALUE}.")
    private RankingMetric metric = new RankingMetric("ndcg", 10);

    @Option(
            names = "--candidates",
            paramLabel = "RULE",
            defaultValue = "full-unseen",
            converter = ProtocolOptions.CandidateConverter.class,
            description = "What targets are ranked among, such as sampled-uniform(100). Default: ${DEFAULT-VALUE}.")
    private CandidateRule candidates = new CandidateRule.FullUnseen();

    @Option(
            names = "--validation-users",
            paramLabel = "N",
            description = "Rank the targets of N users drawn at random. Default: those of all users.")
    private @Nullable Integer users;

    @Option(
            names = "--halving",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "After each rung one in N trials goes on, for N times as many epochs; none trains every trial "
                            + "to its end. Default: ${DEFAULT-VALUE}.")
    private String halving = "3";

    @Option(
            names = "--parallel-trials",
            paramLabel = "N",
            defaultValue = AUTO,
            description = "How many trials to train side by side; the result does not depend on it. "
                    + "Default: auto, as many as threads and memory allow.")
    private String sideBySide = AUTO;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Makes sure that the values make sense.
     *
     * @throws ParameterException if they do not
     */
    void check() {
        requireAtLeast(1, "--trials", trials);
        requireAtLeast(1, "--validation-users", users == null ? 1 : users);
        halving();
        sideBySide();
        ranges();
    }

    int trials() {
        return trials;
    }

    /** The ranges that are asked for, by path or option name. */
    Map<String, SettingRange> ranges() {
        Map<String, SettingRange> named = new LinkedHashMap<>();
        for (String text : ranges) {
            int end = text.indexOf('=');
            if (end < 1) {
                throw new ParameterException(
                        command.commandLine(), "--set must be KEY=FROM..TO or KEY=A,B,C, but was \"" + text + "\"");
            }
            String key = text.substring(0, end).replaceFirst("^--", "");
            try {
                if (named.put(key, SettingRange.parse(text.substring(end + 1))) != null) {
                    throw new ParameterException(command.commandLine(), "--set " + key + " is there twice; keep one");
                }
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command.commandLine(), "--set " + key + ": " + e.getMessage(), e);
            }
        }
        return named;
    }

    /** How a trial is measured. */
    TrialSearch.Measuring measuring() {
        return new TrialSearch.Measuring(metric, candidates, users == null ? RankingValidator.ALL_USERS : users);
    }

    /** How a trial is measured, as one text. */
    String measured() {
        return metric + " among " + candidates + ", users " + (users == null ? "all" : users);
    }

    /** Which part of the trials goes on. */
    int halving() {
        return halving.equals(NONE) ? Halving.NONE : requireAtLeast(2, "--halving", number("--halving", halving, NONE));
    }

    static String halvingText(int factor) {
        return factor == Halving.NONE ? NONE : Integer.toString(factor);
    }

    /** How many trials are trained side by side. */
    int sideBySide() {
        return sideBySide.equals(AUTO)
                ? TrialSearch.Plan.AUTO
                : requireAtLeast(1, "--parallel-trials", number("--parallel-trials", sideBySide, AUTO));
    }

    private int number(String option, String text, String word) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    command.commandLine(), option + " must be a number or " + word + ", but was \"" + text + "\"", e);
        }
    }

    private int requireAtLeast(int least, String option, int value) {
        if (value < least) {
            throw new ParameterException(
                    command.commandLine(), option + " must be at least " + least + ", but was " + value);
        }
        return value;
    }
}
