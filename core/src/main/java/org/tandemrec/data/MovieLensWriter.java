package org.tandemrec.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes a data set as MovieLens {@code ratings.dat} ({@code user::item::rating::seconds}, by user and time) and
 * {@code movies.dat} ({@code item::title::genre}), with a {@code README} that marks the folder as ours.
 *
 * <p>Files are written under temporary names and then renamed, {@code ratings.dat} last: a folder that has it is complete. Times
 * are cut to whole seconds, the format's unit.
 */
public final class MovieLensWriter {
    private static final String MARK = "MovieLens files written by Tandem";
    private static final String MOVIES = "movies.dat";
    private static final String RATINGS = "ratings.dat";
    private static final String NO_GENRE = "(no genres listed)";

    private MovieLensWriter() {}

    /**
     * Writes a generated data set; its {@code README} says that it is generated and from which parameters.
     *
     * @throws DataException if the folder has such files that Tandem did not write
     */
    public static void write(GeneratedDataset generated, Path folder) throws IOException {
        StringBuilder about =
                new StringBuilder("This data is generated, not collected: no person, film or rating in it is real.\n");
        about.append("The process is described in Tandem's docs/generator.md.\n\nParameters:\n");
        about.append("  seed = ").append(generated.seed().value()).append('\n');
        String config = generated.config().toString();
        String components = config.substring(config.indexOf('[') + 1, config.length() - 1);
        for (String component : components.split(", ", -1)) {
            about.append("  ").append(component.replace("=", " = ")).append('\n');
        }
        write(generated.dataset(), generated.genres(), about.toString(), folder);
    }

    /**
     * Writes any data set with ratings and times, replacing files that were written by this class.
     *
     * @param genres genres by raw item id; items without one get {@code (no genres listed)}
     * @param about what the {@code README} says about the data
     * @param folder created where it is missing
     * @throws DataException if the folder has such files that Tandem did not write, or the format cannot hold the data
     */
    public static void write(Dataset dataset, Map<String, String> genres, String about, Path folder)
            throws IOException {
        checkColumns(dataset);
        marked(folder).replace(about, place -> {
            writeMovies(dataset, genres, place.apply(MOVIES));
            writeRatings(dataset, place.apply(RATINGS));
        });
    }

    private static void checkColumns(Dataset dataset) {
        boolean rated = dataset.interactions().hasRatings();
        if (!rated || !dataset.interactions().hasTimes()) {
            throw new DataException(
                    dataset.name() + ": MovieLens files need a rating and a time in every row, but the data has no "
                            + (rated ? "times" : "ratings") + "; use a format without them");
        }
    }

    /**
     * Makes sure that {@link #write(GeneratedDataset, Path)} will replace nothing but files that this class wrote.
     *
     * @throws DataException if the folder has such files that Tandem did not write
     */
    public static void requireReplaceable(Path folder) throws IOException {
        marked(folder).requireReplaceable();
    }

    /** Whether a folder holds files that this class wrote. */
    public static boolean wrote(Path folder) throws IOException {
        return marked(folder).isMarked();
    }

    private static MarkedFolder marked(Path folder) {
        return new MarkedFolder(folder, MARK, List.of(MOVIES, RATINGS));
    }

    private static void writeMovies(Dataset dataset, Map<String, String> genres, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int item = 0; item < dataset.items().size(); item++) {
                String itemId = dataset.items().id(item);
                out.write(field(itemId));
                out.write("::");
                out.write(field(dataset.title(item)));
                out.write("::");
                out.write(field(genres.getOrDefault(itemId, NO_GENRE)));
                out.write('\n');
            }
        }
    }

    private static void writeRatings(Dataset dataset, Path file) throws IOException {
        Interactions rows = dataset.interactions();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int user = 0; user < rows.userCount(); user++) {
                String userId = field(dataset.users().id(user));
                for (int row = rows.start(user); row < rows.end(user); row++) {
                    out.write(userId);
                    out.write("::");
                    out.write(field(dataset.items().id(rows.item(row))));
                    out.write("::");
                    out.write(rating(rows.rating(row)));
                    out.write("::");
                    out.write(Long.toString(Math.floorDiv(rows.timeMillis(row), 1000L)));
                    out.write('\n');
                }
            }
        }
    }

    private static String rating(float rating) {
        return rating == (int) rating ? Integer.toString((int) rating) : Float.toString(rating);
    }

    private static String field(String text) {
        boolean ambiguous = text.startsWith(":") || text.endsWith(":") || text.contains("::");
        if (ambiguous || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new DataException(
                    "\"" + text.replace("\n", "\\n").replace("\r", "\\r")
                            + "\" cannot be a field of a MovieLens file, because it has \"::\", a line break, or a colon at an end; rename it");
        }
        return text;
    }
}
