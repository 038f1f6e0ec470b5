package org.tandemrec.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.GeneratorProgress.Stage;

/**
 * Invents a data set as large as the Netflix Prize's, or a part of it, in the prize's own files: {@code combined_data_1.txt} …
 * {@code combined_data_4.txt} and {@code movie_titles.txt}. Stable tastes and short-lived interests are planted as by the
 * {@link Generator}, by a process that takes the same time for each choice however many movies there are; it is stated in
 * {@code docs/generator.md}.
 *
 * <p>The same scale and seed give the same bytes on every machine and any number of threads.
 */
public final class NetflixGenerator {
    private static final String MARK = "Netflix files written by Tandem";
    private static final String TITLES = "movie_titles.txt";
    private static final String COMBINED = "combined_data_%d.txt";
    /** The first movie of each of the prize's files, and the number after the last one. */
    private static final int[] FILE_STARTS = {1, 4500, 9211, 13_368, 17_771};

    /** Bytes of a rating's line, about. */
    private static final int LINE_BYTES = 22;

    private NetflixGenerator() {}

    /**
     * Writes the files, replacing those that this class wrote. Needs about four bytes of memory for each rating.
     *
     * @param folder created where it is missing
     * @throws DataException if the folder has such files that Tandem did not write, or its disk has too little room
     */
    public static void write(NetflixConfig config, Seed seed, Path folder, GeneratorProgress progress)
            throws IOException {
        MarkedFolder target = new MarkedFolder(folder, MARK, files());
        target.requireReplaceable();
        Files.createDirectories(folder);
        requireRoom(folder, Files.getFileStore(folder).getUsableSpace(), config);
        NetflixUsers users = new NetflixUsers(config, seed.child("users"));
        List<NetflixBlock> blocks = invent(config, users, seed, progress);
        target.replace(about(config, seed), place -> {
            NetflixTitles.write(config.movies(), seed.child("titles"), place.apply(TITLES));
            write(blocks, users, config, place, progress);
        });
    }

    /**
     * Returns the data set without going through files: the users, movies, ratings and days that {@link #write} writes, by the same raw
     * ids, but users numbered in the order in which they are invented. There are no titles. Needs five bytes of memory for each rating.
     */
    public static Dataset generate(NetflixConfig config, Seed seed, GeneratorProgress progress) {
        NetflixUsers users = new NetflixUsers(config, seed.child("users"));
        NetflixMovies movies = new NetflixMovies(config, seed.child("movies"));
        Counter counter = new Counter(Stage.INVENTING, config.ratings(), progress);
        Interactions ratings = new NetflixColumns(movies, users).invent(seed.child("choices"), counter::add);
        Vocabulary.Builder userIds = new Vocabulary.Builder();
        for (int user = 0; user < users.size(); user++) {
            userIds.add(Integer.toString(users.id(user)));
        }
        Vocabulary.Builder itemIds = new Vocabulary.Builder();
        for (int number = 1; number <= movies.size(); number++) {
            itemIds.add(Integer.toString(number));
        }
        return new Dataset("generated", Format.NETFLIX.option(), ratings, userIds.build(), itemIds.build(), Map.of());
    }

    /** Makes sure that a disk with so many bytes left has room for the files. */
    static void requireRoom(Path folder, long usable, NetflixConfig config) {
        long needed = (long) LINE_BYTES * config.ratings();
        if (usable < needed) {
            throw new DataException(
                    "%s: the files need about %,d MB, but the disk has %,d MB left; free some room, choose another folder or a smaller --scale"
                            .formatted(folder, needed / 1_000_000, usable / 1_000_000));
        }
    }

    private static List<NetflixBlock> invent(
            NetflixConfig config, NetflixUsers users, Seed seed, GeneratorProgress progress) {
        NetflixMovies movies = new NetflixMovies(config, seed.child("movies"));
        NetflixBlock[] blocks = new NetflixBlock[Math.ceilDiv(users.size(), NetflixBlock.USERS)];
        Counter counter = new Counter(Stage.INVENTING, config.ratings(), progress);
        Seed choices = seed.child("choices");
        Parallel.shared().forEach(blocks.length, index -> {
            blocks[index] = NetflixBlock.invent(index * NetflixBlock.USERS, movies, users, choices);
            counter.add(blocks[index].size());
        });
        return Arrays.asList(blocks);
    }

    private static void write(
            List<NetflixBlock> blocks,
            NetflixUsers users,
            NetflixConfig config,
            Function<String, Path> place,
            GeneratorProgress progress)
            throws IOException {
        Counter counter = new Counter(Stage.WRITING, config.ratings(), progress);
        try {
            Parallel.shared().forEach(FILE_STARTS.length - 1, file -> {
                try {
                    new NetflixWriter(blocks, users)
                            .write(
                                    place.apply(COMBINED.formatted(file + 1)),
                                    fileStart(file, config),
                                    fileStart(file + 1, config),
                                    counter::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The first movie of a file: the prize's own, or at the same part of fewer movies. */
    private static int fileStart(int file, NetflixConfig config) {
        long before = FILE_STARTS[file] - 1L;
        return 1 + (int) (before * config.movies() / (FILE_STARTS[FILE_STARTS.length - 1] - 1));
    }

    private static List<String> files() {
        List<String> files = new ArrayList<>(List.of(TITLES));
        for (int file = 1; file < FILE_STARTS.length; file++) {
            files.add(COMBINED.formatted(file));
        }
        return files;
    }

    private static String about(NetflixConfig config, Seed seed) {
        return """
                This data is generated, not collected: no person, film or rating in it is real.
                It has the form of the Netflix Prize's files, and none of their content.
                The process is described in Tandem's docs/generator.md.

                Parameters:
                  seed = %d
                  scale = %s
                  users = %d
                  movies = %d
                  ratings = %d
                """.formatted(seed.value(), config.scale(), config.users(), config.movies(), config.ratings());
    }

    /** Adds up what several threads have done. */
    private static final class Counter {
        private final Stage stage;
        private final long total;
        private final GeneratorProgress progress;
        private long done;

        Counter(Stage stage, long total, GeneratorProgress progress) {
            this.stage = stage;
            this.total = total;
            this.progress = progress;
        }

        synchronized void add(long ratings) {
            done += ratings;
            progress.advanced(stage, done, total);
        }
    }
}
