package org.tandemrec.app;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tandemrec.data.GeneratorConfig;
import picocli.CommandLine.Option;

/** What the generator of MovieLens files invents: a picocli mixin with an option for each component of {@link GeneratorConfig}. */
final class GeneratorOptions {
    private static final GeneratorConfig DEFAULT = GeneratorConfig.DEFAULT;

    @Option(names = "--users", paramLabel = "N", description = "Number of users (default: ${DEFAULT-VALUE}).")
    private int users = DEFAULT.users();

    @Option(names = "--items", paramLabel = "N", description = "Number of items (default: ${DEFAULT-VALUE}).")
    private int items = DEFAULT.items();

    @Option(names = "--genres", paramLabel = "N", description = "Number of genres (default: ${DEFAULT-VALUE}).")
    private int genres = DEFAULT.genres();

    @Option(
            names = "--min-length",
            paramLabel = "N",
            description = "Fewest ratings of a user (default: ${DEFAULT-VALUE}).")
    private int minLength = DEFAULT.minLength();

    @Option(
            names = "--mean-length",
            paramLabel = "N",
            description = "Mean ratings of a user (default: ${DEFAULT-VALUE}).")
    private int meanLength = DEFAULT.meanLength();

    @Option(
            names = "--long-term-share",
            paramLabel = "P",
            description =
                    "Share of choices that follow the stable taste, not the current interest (default: ${DEFAULT-VALUE}).")
    private double longTermShare = DEFAULT.longTermShare();

    @Option(
            names = "--interest-persistence",
            paramLabel = "P",
            description =
                    "Probability that an interest stays in its genre at its next step (default: ${DEFAULT-VALUE}).")
    private double interestPersistence = DEFAULT.interestPersistence();

    @Option(
            names = "--drift-rate",
            paramLabel = "P",
            description = "Probability that an interest leaps ahead within its genre (default: ${DEFAULT-VALUE}).")
    private double driftRate = DEFAULT.driftRate();

    @Option(
            names = "--taste-factors",
            paramLabel = "N",
            description = "Dimensions of the taste within genres (default: ${DEFAULT-VALUE}).")
    private int tasteFactors = DEFAULT.tasteFactors();

    @Option(
            names = "--taste-strength",
            paramLabel = "X",
            description = "How sharply choices follow the stable taste (default: ${DEFAULT-VALUE}).")
    private double tasteStrength = DEFAULT.tasteStrength();

    @Option(
            names = "--popularity-exponent",
            paramLabel = "X",
            description = "Exponent of the Zipf-like popularity (default: ${DEFAULT-VALUE}).")
    private double popularityExponent = DEFAULT.popularityExponent();

    @Option(
            names = "--noise",
            paramLabel = "X",
            description = "Standard deviation of ratings around the taste, in stars (default: ${DEFAULT-VALUE}).")
    private double noise = DEFAULT.noise();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "Length of the period that starts on 2000-01-01 (default: ${DEFAULT-VALUE}).")
    private int days = DEFAULT.days();

    /** The names of all options. */
    static List<String> names() {
        return Arrays.stream(GeneratorConfig.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> "--" + name.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * Returns what the options say.
     *
     * @throws IllegalArgumentException if a value lies outside its range
     */
    GeneratorConfig config() {
        return new GeneratorConfig(
                users,
                items,
                genres,
                minLength,
                meanLength,
                longTermShare,
                interestPersistence,
                driftRate,
                tasteFactors,
                tasteStrength,
                popularityExponent,
                noise,
                days);
    }
}
