package org.tandemrec.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.tandemrec.base.Seed;

/** Invents the {@code movie_titles.txt} of the Netflix Prize, with commas in titles, years that are not known, and ISO-8859-1. */
final class NetflixTitles {
    private static final int FIRST_YEAR = 1935;
    private static final int YEARS = 71;
    /** One movie in so many has no year, and about as many more titles have letters beyond ASCII as one in the second number. */
    private static final int WITHOUT_YEAR = 2500;

    private static final int WITH_SUBTITLE = 24;
    private static final String[] SUBTITLES = {
        "Le Café Bleu", "La Señora de la Niebla", "Über den Fluß", "Bjørn's Årstid"
    };
    private static final String[] PARTS = {"", ", Part II", ", Part III"};

    private NetflixTitles() {}

    /** Writes {@code movie,year,title} for the movies 1 … {@code movies}. */
    static void write(int movies, Seed seed, Path file) throws IOException {
        SplittableRandom random = seed.random();
        InventedTitles names = new InventedTitles(random.split());
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
            for (int number = 1; number <= movies; number++) {
                int year = FIRST_YEAR + random.nextInt(YEARS);
                int part = (number - 1) % PARTS.length;
                String subtitle =
                        random.nextInt(WITH_SUBTITLE) == 0 ? ": " + SUBTITLES[random.nextInt(SUBTITLES.length)] : "";
                out.write(number + "," + (number % WITHOUT_YEAR == 0 ? "NULL" : year) + ","
                        + names.name((number - 1) / PARTS.length) + PARTS[part] + subtitle + "\n");
            }
        }
    }
}
