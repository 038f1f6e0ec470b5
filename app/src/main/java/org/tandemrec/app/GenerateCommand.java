package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tandemrec.base.Seed;
import org.tandemrec.data.GeneratedDataset;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.MovieLensWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tandem generate}: writes invented MovieLens files in which long-term and short-term preferences are planted. */
@Command(
        name = "generate",
        sortOptions = false,
        description = {
            "Write invented ratings in MovieLens format.",
            "Users have stable tastes and short-lived interests, so both kinds of preference can be learned from the data."
        })
public final class GenerateCommand implements Callable<Integer> {
    private static final GeneratorConfig DEFAULT = GeneratorConfig.DEFAULT;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for ratings.dat, movies.dat and README; created where it is missing.")
    private Path out = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed and options give the same data (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

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

    @Override
    public Integer call() throws IOException {
        GeneratedDataset generated = Generator.generate(config(), new Seed(seed));
        MovieLensWriter.write(generated, out);
        Interactions rows = generated.dataset().interactions();
        common.print(String.format(
                Locale.ROOT,
                "Wrote %,d ratings of %,d users on %,d items to %s",
                rows.size(),
                rows.userCount(),
                rows.itemCount(),
                out));
        common.print("Try next: tandem inspect " + out);
        if (common.json()) {
            common.printJson(document(rows));
        }
        return 0;
    }

    private Map<String, Object> document(Interactions rows) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("folder", out.toString());
        document.put("ratings", rows.size());
        document.put("users", rows.userCount());
        document.put("items", rows.itemCount());
        document.put("seed", seed);
        return document;
    }

    private GeneratorConfig config() {
        try {
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
        } catch (IllegalArgumentException e) {
            throw common.wrongUsage(String.valueOf(e.getMessage()));
        }
    }
}
