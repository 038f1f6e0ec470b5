package org.tandemrec.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Seed;
import org.tandemrec.eval.CandidateRule;
import org.tandemrec.eval.Metric;
import org.tandemrec.eval.Protocol;
import org.tandemrec.eval.RankTies;
import org.tandemrec.eval.SliceRule;
import org.tandemrec.split.TargetRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How models are measured. A command has it as a field {@code @Mixin ProtocolOptions protocol}. */
@Command
final class ProtocolOptions {
    @Option(
            names = "--candidates",
            paramLabel = "RULE",
            split = ",",
            converter = CandidateConverter.class,
            defaultValue = "sampled-uniform(100),full-unseen",
            description = "What each target is ranked among: full, full-unseen, sampled-uniform(n) or "
                    + "sampled-popularity(n). Default: ${DEFAULT-VALUE}.")
    private List<CandidateRule> candidates = List.of();

    @Option(
            names = "--targets",
            paramLabel = "RULE",
            converter = TargetConverter.class,
            defaultValue = "successive",
            description =
                    "What is predicted: each test interaction in turn (successive), the last one of each user (last), "
                            + "or all of a user's at once (all). Default: ${DEFAULT-VALUE}.")
    private TargetRule targets = TargetRule.SUCCESSIVE;

    @Option(
            names = "--metrics",
            paramLabel = "METRIC",
            split = ",",
            converter = MetricConverter.class,
            description = "What is measured, such as ndcg,hr,mrr. Default: ndcg, ndcg-per-target, hr and the errors.")
    private List<Metric> metrics = new ArrayList<>();

    @Option(
            names = "-k",
            paramLabel = "K",
            split = ",",
            defaultValue = "10",
            description = "Cut-offs of the ranking metrics, such as 10,20. Default: ${DEFAULT-VALUE}.")
    private List<Integer> cutoffs = List.of();

    @Option(
            names = "--ties",
            paramLabel = "RANK",
            converter = TiesConverter.class,
            defaultValue = "worst",
            description = "The rank among equal scores: worst, mean or best. Default: ${DEFAULT-VALUE}.")
    private RankTies ties = RankTies.WORST;

    @Option(
            names = "--slices",
            paramLabel = "BY",
            split = ",",
            converter = SliceConverter.class,
            description = "Figures of parts, too: by activity of users, popularity of targets, length of the history.")
    private List<SliceRule> slices = new ArrayList<>();

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "Rank the targets of N users, drawn by --seed. Default: those of all users.")
    private @Nullable Integer users;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * The protocol that the options name.
     *
     * @param seed draws users and sampled candidates
     * @throws ParameterException if they break a rule
     */
    Protocol protocol(long seed) {
        int limit = users == null ? Protocol.ALL_USERS : users;
        if (limit < 1) {
            throw new ParameterException(command.commandLine(), "--users must be at least 1, but was " + limit);
        }
        List<Metric> measured = metrics.isEmpty() ? Metric.DEFAULT : metrics;
        try {
            return new Protocol(candidates, targets, measured, cutoffs, ties, slices, limit, new Seed(seed));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> T convert(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Turns an option's text into a rule. */
    static final class CandidateConverter implements ITypeConverter<CandidateRule> {
        @Override
        public CandidateRule convert(String value) {
            return ProtocolOptions.convert(value, CandidateRule::parse);
        }
    }

    /** Turns an option's text into a rule. */
    static final class TargetConverter implements ITypeConverter<TargetRule> {
        @Override
        public TargetRule convert(String value) {
            return ProtocolOptions.convert(value, TargetRule::parse);
        }
    }

    /** Turns an option's text into a metric. */
    static final class MetricConverter implements ITypeConverter<Metric> {
        @Override
        public Metric convert(String value) {
            return ProtocolOptions.convert(value, Metric::parse);
        }
    }

    /** Turns an option's text into a rank of ties. */
    static final class TiesConverter implements ITypeConverter<RankTies> {
        @Override
        public RankTies convert(String value) {
            return ProtocolOptions.convert(value, RankTies::parse);
        }
    }

    /** Turns an option's text into a way to slice. */
    static final class SliceConverter implements ITypeConverter<SliceRule> {
        @Override
        public SliceRule convert(String value) {
            return ProtocolOptions.convert(value, SliceRule::parse);
        }
    }
}
