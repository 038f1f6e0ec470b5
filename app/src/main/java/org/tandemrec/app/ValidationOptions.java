package org.tandemrec.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.data.Interactions;
import org.tandemrec.eval.CandidateRule;
import org.tandemrec.eval.RankingMetric;
import org.tandemrec.eval.RankingValidator;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Validation;
import org.tandemrec.split.SplitRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Whether and how a training keeps its best epoch. A command has it as a field {@code @Mixin ValidationOptions validation}. */
@Command
final class ValidationOptions {
    @Option(
            names = "--validate",
            paramLabel = "METRIC",
            converter = MetricConverter.class,
            description = {
                "Keep the epoch that is best by a ranking metric at a cut-off, such as ndcg@10 or mrr@20, on a part of the training data "
                        + "that --held-out cuts off. Default: keep the last epoch."
            })
    private @Nullable RankingMetric metric;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "With --validate: stop after N epochs without a better one. Default: run all epochs.")
    private @Nullable Integer patience;

    @Option(
            names = "--validation-candidates",
            paramLabel = "RULE",
            converter = ProtocolOptions.CandidateConverter.class,
            description = "With --validate: what targets are ranked among, full-unseen or sampled-uniform(100). "
                    + "Default: full-unseen.")
    private @Nullable CandidateRule candidates;

    @Option(
            names = "--validation-users",
            paramLabel = "N",
            description = "With --validate: rank the targets of N users drawn at random. Default: those of all users.")
    private @Nullable Integer users;

    @Option(
            names = "--validation-refit",
            description = "With --validate: then train again on all training data, for as many epochs as were best.")
    private boolean refit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Whether the best epoch is to be kept. */
    boolean asked() {
        return metric != null;
    }

    /** Whether the model is trained again on all training data, for as many epochs as the best one had. */
    boolean refits() {
        return refit;
    }

    /**
     * Makes sure that the options make sense together.
     *
     * @throws ParameterException if they do not
     */
    void check() {
        requireAtLeastOne("--patience", patience);
        requireAtLeastOne("--validation-users", users);
        boolean others = patience != null || candidates != null || users != null || refit;
        if (others && metric == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "--patience, --validation-candidates, --validation-users and --validation-refit say how to "
                            + "validate; add --validate METRIC, such as --validate ndcg@10");
        }
    }

    private void requireAtLeastOne(String option, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new ParameterException(command.commandLine(), option + " must be at least 1, but was " + value);
        }
    }

    /** What training is told. */
    Validation validation(long seed, Parallel parallel, ProgressListener progress) {
        return metric == null
                ? Validation.NONE
                : new Validation(validator(metric, seed, parallel, progress), patience(), refit);
    }

    private RankingValidator validator(
            RankingMetric measured, long seed, Parallel parallel, ProgressListener progress) {
        int limit = users == null ? RankingValidator.ALL_USERS : users;
        return new RankingValidator(measured, rule(), limit, new Seed(seed), parallel, progress);
    }

    private int patience() {
        return patience == null ? 0 : patience;
    }

    private CandidateRule rule() {
        return candidates == null ? new CandidateRule.FullUnseen() : candidates;
    }

    /** The metric's name, or nothing where none is asked for. */
    Optional<String> metric() {
        return Optional.ofNullable(metric).map(RankingMetric::toString);
    }

    /** All that must be the same for a training to go on, as one text. */
    String identity() {
        return text(
                String.valueOf(metric), rule().toString(), users == null ? "all" : users.toString(), patience(), refit);
    }

    /** What a manifest says about a validation, as {@link #identity} has it, but with the number of users where that says all. */
    static String identity(Manifest.Validation validation) {
        return text(
                validation.metric(),
                validation.candidates(),
                Integer.toString(validation.users()),
                validation.patience(),
                validation.refit());
    }

    /** The same of the manifest that a training on some data will have; empty where none is asked for. */
    Optional<String> identity(Interactions training, SplitRule heldOut) {
        return Optional.ofNullable(metric)
                .map(measured -> text(
                        measured.toString(),
                        rule().toString(),
                        Integer.toString(users(measured, training, heldOut)),
                        patience(),
                        refit));
    }

    private static String text(String metric, String candidates, String users, int patience, boolean refit) {
        return metric + " among " + candidates + ", users " + users + ", patience " + patience
                + (refit ? ", then refit" : "");
    }

    private int users(RankingMetric measured, Interactions training, SplitRule heldOut) {
        return validator(measured, 0, Parallel.sequential(), ProgressListener.NONE)
                .users(heldOut.apply(training));
    }

    /** The part of the training data that the model learns from in the end. */
    Interactions learned(Interactions training, SplitRule heldOut) {
        return metric == null || refit ? training : heldOut.apply(training).train();
    }

    /** What the manifest says about a validation on what a rule holds out of the training data. */
    Optional<Manifest.Validation> found(Interactions training, SplitRule heldOut, EpochLog log) {
        return Optional.ofNullable(metric)
                .map(measured -> new Manifest.Validation(
                        measured.toString(),
                        rule().toString(),
                        users(measured, training, heldOut),
                        patience(),
                        refit,
                        log.epochs(),
                        log.curve()));
    }

    /** Turns an option's text into a metric. */
    static final class MetricConverter implements ITypeConverter<RankingMetric> {
        @Override
        public RankingMetric convert(String value) {
            try {
                return RankingMetric.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
