package org.tandemrec.server.live;

import org.tandemrec.server.live.Recommendations.OnlineQuality.Figures;

/** Hits and NDCG@10 of the last events in some lists: HR is the share of hits, NDCG the mean of 1 / log₂(1 + place). */
final class QualityWindow {
    /** How far down lists an event is looked for. */
    static final int DEPTH = 10;

    /* The place of each event in each list, from 1; 0 for a miss. */
    private final byte[][] places;
    private long events;

    QualityWindow(int lists, int size) {
        this.places = new byte[lists][size];
    }

    /** Adds an event by its place in each list, from 1, or 0 where it is not in the first ten. */
    synchronized void add(int... placesOfEvent) {
        int slot = (int) (events++ % places[0].length);
        for (int list = 0; list < places.length; list++) {
            places[list][slot] = (byte) placesOfEvent[list];
        }
    }

    /** How many events it holds. */
    synchronized int count() {
        return (int) Math.min(events, places[0].length);
    }

    /** The means of a list. */
    synchronized Figures figures(int list) {
        int count = count();
        double ndcg = 0;
        int hits = 0;
        for (int i = 0; i < count; i++) {
            int place = places[list][i];
            if (place > 0) {
                hits++;
                ndcg += Math.log(2) / Math.log(1.0 + place);
            }
        }
        return count == 0 ? new Figures(Double.NaN, Double.NaN) : new Figures((double) hits / count, ndcg / count);
    }
}
