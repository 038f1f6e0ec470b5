package org.tandemrec.server.live;

import java.util.List;
import org.tandemrec.server.store.Feedback;

/**
 * The lists that a server answers with. An event that {@link org.tandemrec.server.store.EventStore#append} has acknowledged counts in
 * every later one. Every method throws {@link OverloadedException} where too many lists wait to be computed.
 */
public interface Recommendations {
    /** A list for a user, known or not. */
    Ranked recommend(String userId, ListRequest request);

    /** A list for someone of whom nothing is known but these events, in the order of their times. */
    List<Scored> recommendFor(List<Feedback> session, ListRequest request);

    /** The three lists of a user side by side, with titles and the user's latest events, newest first. */
    Lists lists(String userId, int n);

    /** Why the first {@code n} items of a user's list are in it, and what was filtered out above them. */
    Explanation explain(String userId, int n);

    /** What is known of a user right now. */
    UserState state(String userId);

    /** The items most like an item; empty for an item without a vector. */
    List<Scored> itemNeighbors(String itemId, ListRequest request);

    /** The users most like a user. */
    List<Scored> userNeighbors(String userId, int n, int offset);

    /** The newest items by the time since when they exist. */
    List<Scored> latest(ListRequest request);

    /** The items with the most events. */
    List<Scored> popular(ListRequest request);

    /** Items whose title or id contains a text, the most popular ones first. */
    List<Titled> search(String text, int n);

    /** The quality of the lists as events came in. */
    OnlineQuality quality();

    /**
     * A list.
     *
     * @param items the list
     * @param degraded why it may not know the user's latest events, or an empty text
     */
    record Ranked(List<Scored> items, String degraded) {}

    /**
     * An item with a title.
     *
     * @param id the raw id
     * @param title the title, or the id where there is none
     */
    record Titled(String id, String title) {}

    /**
     * An item of a list with its parts, which are lifts above the average candidate, as {@link
     * org.tandemrec.recommend.Recommendation.Parts} has them.
     */
    record Entry(String id, String title, double score, double longTerm, double shortTerm) {}

    /** An event of a user's past. */
    record Past(String id, String title, String type, double value, long timeMillis) {}

    /**
     * Three lists.
     *
     * @param theta the weight of the short-term part; NaN where the model fuses nothing
     * @param drift how far the two parts' lists are apart: 1 less the share of items common to their first 50
     */
    record Lists(
            String userId,
            int events,
            double theta,
            double drift,
            List<Past> latest,
            List<Entry> fused,
            List<Entry> longTerm,
            List<Entry> shortTerm) {}

    /** By how much an event of the past raised an item's score. */
    record Reason(String id, String title, double contribution) {}

    /**
     * An item with its reasons.
     *
     * @param longTermReasons the events that contributed most to the long-term part, the most first
     * @param shortTermReasons the events that contributed most to the short-term part, the most first
     */
    record Explained(Entry entry, List<Reason> longTermReasons, List<Reason> shortTermReasons) {}

    /** An item that would stand in the list but for a reason: {@code seen}, {@code hidden}. */
    record Filtered(String id, String title, double score, String reason) {}

    /** Why a list is as it is. */
    record Explanation(String userId, double theta, List<Explained> items, List<Filtered> filtered) {}

    /** What is known of a user. */
    record UserState(
            String userId,
            boolean inModel,
            int events,
            List<Past> latest,
            double theta,
            double drift,
            List<Scored> nearest) {}

    /**
     * Prequential figures: each event was looked for in the list as it was just before it (HR@10, NDCG@10 over a sliding window).
     *
     * @param events how many events the window holds
     * @param skipped how many events were not measured since the server had more important things to do
     */
    record OnlineQuality(int events, long skipped, Figures fused, Figures longTerm, Figures shortTerm) {
        /** Means over the window; NaN while it is empty. */
        public record Figures(double hitRate, double ndcg) {}
    }
}
