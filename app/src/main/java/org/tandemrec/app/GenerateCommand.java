package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Seed;
import org.tandemrec.data.GeneratedDataset;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.GeneratorProgress;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.MovieLensWriter;
import org.tandemrec.data.NetflixConfig;
import org.tandemrec.data.NetflixGenerator;
import org.tandemrec.model.ProgressListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tandem generate}: writes invented files in which long-term and short-term preferences are planted. */
@Command(
        name = "generate",
        sortOptions = false,
        description = {
            "Write invented ratings in MovieLens format, or a log as large as the Netflix Prize's in its format.",
            "Users have stable tastes and short-lived interests, so both kinds of preference can be learned from the data."
        })
public final class GenerateCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the files and a README; created where it is missing.")
    private Path out = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed and options give the same data (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "movielens: ratings.dat and movies.dat of the size that the options below say (the default). netflix: combined_data_1.txt to _4.txt and movie_titles.txt, of the size that --scale says.")
    private Preset preset = Preset.movielens;

    @Option(
            names = "--scale",
            paramLabel = "X",
            description =
                    "Of --preset netflix: part of its 480,189 users and 100,480,507 ratings, 0.001 to 1; movies shrink with the root (default: 1).")
    private @Nullable Double scale;

    @Mixin
    private GeneratorOptions options = new GeneratorOptions();

    /** What kind of data is invented; the constants are the option's values. */
    enum Preset {
        movielens,
        netflix
    }

    @Override
    public Integer call() throws IOException {
        return switch (preset) {
            case movielens -> generateMovieLens();
            case netflix -> generateNetflix();
        };
    }

    private int generateMovieLens() throws IOException {
        if (scale != null) {
            throw common.wrongUsage("--scale goes with --preset netflix only; choose --users and --mean-length");
        }
        GeneratorConfig config = checked(options::config);
        GeneratedDataset generated = Generator.generate(config, new Seed(seed));
        MovieLensWriter.write(generated, out);
        Interactions rows = generated.dataset().interactions();
        return report(rows.size(), rows.userCount(), rows.itemCount());
    }

    private int generateNetflix() throws IOException {
        for (String name : GeneratorOptions.names()) {
            if (common.isGiven(name)) {
                throw common.wrongUsage(name + " does not go with --preset netflix; choose its size with --scale");
            }
        }
        Double part = scale;
        NetflixConfig config = part == null ? NetflixConfig.FULL : checked(() -> new NetflixConfig(part));
        try (Stages stages = new Stages(common.progress())) {
            NetflixGenerator.write(config, new Seed(seed), out, stages);
        }
        return report(config.ratings(), config.users(), config.movies());
    }

    private int report(int ratings, int users, int items) {
        common.print(String.format(
                Locale.ROOT, "Wrote %,d ratings of %,d users on %,d items to %s", ratings, users, items, out));
        common.print("Try next: tandem inspect " + out);
        if (common.json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("folder", out.toString());
            document.put("ratings", ratings);
            document.put("users", users);
            document.put("items", items);
            document.put("seed", seed);
            common.printJson(document);
        }
        return 0;
    }

    private <T> T checked(Supplier<T> config) {
        try {
            return config.get();
        } catch (IllegalArgumentException e) {
            throw common.wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    /** Shows the stages of the generator, each as a task of its own. */
    private static final class Stages implements GeneratorProgress, AutoCloseable {
        private final ProgressListener progress;
        private ProgressListener.@Nullable Task task;
        private @Nullable Stage current;
        private long before;

        Stages(ProgressListener progress) {
            this.progress = progress;
        }

        @Override
        public void advanced(Stage stage, long done, long total) {
            ProgressListener.Task shown = task;
            if (shown == null || stage != current) {
                close();
                shown = progress.start(stage.name().toLowerCase(Locale.ROOT), total, "ratings");
                task = shown;
                current = stage;
                before = 0;
            }
            shown.advance(done - before);
            before = done;
        }

        @Override
        public void close() {
            if (task != null) {
                task.close();
                task = null;
            }
        }
    }
}
