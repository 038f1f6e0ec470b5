package org.tandemrec.data;

import java.util.SplittableRandom;

/**
 * Invented titles such as {@code The Silent Harbour II (1994)}: every series has a name of its own, its parts are numbered.
 * Names last for about 120,000 series.
 */
final class InventedTitles {
    private static final String[] GENRES = {
        "Drama", "Comedy", "Action", "Thriller", "Romance", "Horror", "Sci-Fi", "Adventure", "Crime",
        "Mystery", "Fantasy", "Animation", "Western", "War", "Musical", "Documentary", "Children's", "Film-Noir"
    };
    private static final String[] ADJECTIVES = {
        "Silent", "Crimson", "Hollow", "Golden", "Broken", "Distant", "Burning", "Hidden", "Frozen", "Velvet",
        "Restless", "Paper", "Iron", "Second", "Last", "Borrowed", "Gentle", "Northern", "Midnight", "Forgotten",
        "Electric", "Wandering", "Copper", "Quiet", "Savage", "Painted", "Lonely", "Scarlet", "Endless", "Marble",
        "Secret", "Winter", "Stolen", "Bitter", "Patient", "Amber", "Reckless", "Sleeping", "Upper", "Glass",
        "Southern", "Honest", "Drifting", "Little", "Perfect", "Narrow", "Tender", "Blue"
    };
    private static final String[] NOUNS = {
        "Harbour", "Orchard", "Lantern", "Bridge", "Witness", "Garden", "River", "Stranger", "Empire", "Compass",
        "Letter", "Station", "Mirror", "Island", "Summer", "Engine", "Shadow", "Promise", "Tower", "Valley",
        "Journey", "Clock", "Dancer", "Horizon", "Fortune", "Signal", "Kingdom", "Window", "Storm", "Canyon",
        "Verdict", "Carnival", "Voyage", "Painter", "Frontier", "Daughter", "Machine", "Avenue", "Autumn", "Echo",
        "Hunter", "Meadow", "Crossing", "Archive", "Falcon", "Theatre", "Fever", "Lighthouse"
    };
    private static final String[] PLACES = {
        "Ardenne", "Belmora", "Calder", "Dunmere", "Eastwick", "Farrow", "Galena", "Halden", "Isfara", "Jarrow",
        "Kestrel", "Lorne", "Marrow", "Nareth", "Orlan", "Penrith", "Quarry", "Ravel", "Selby", "Tarn",
        "Umbra", "Valmy", "Wexley", "Yarrow", "Zennor", "Alder", "Brace", "Corran", "Delmar", "Esker",
        "Fenwick", "Glass", "Holt", "Ister", "Jura", "Kiln", "Lucan", "Mirren", "Norden", "Osier",
        "Pell", "Rowan", "Sable", "Thorne", "Ulver", "Vesper", "Wold", "Yule"
    };
    private static final String[] ROMAN = {"", " II", " III", " IV", " V", " VI"};

    private final int[] order;

    /** Prepares names in an order drawn from {@code random}. */
    InventedTitles(SplittableRandom random) {
        order = new int[ADJECTIVES.length * NOUNS.length];
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }

    /** The number of genres that have a name. */
    static int genreCount() {
        return GENRES.length;
    }

    /** The name of a genre. */
    static String genre(int genre) {
        return GENRES[genre];
    }

    /** The title of part {@code part} (from 1) of a series that came out in {@code year}. */
    String title(int series, int part, int year) {
        return name(series) + ROMAN[part - 1] + " (" + year + ")";
    }

    /** The name of a series, such as {@code The Silent Harbour}. */
    String name(int series) {
        int name = order[series % order.length];
        int round = series / order.length;
        String place = round == 0 ? "" : " of " + PLACES[round - 1];
        return "The " + ADJECTIVES[name / NOUNS.length] + " " + NOUNS[name % NOUNS.length] + place;
    }
}
