package org.tandemrec.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.tandemrec.server.live.ListRequest;
import org.tandemrec.server.live.OverloadedException;
import org.tandemrec.server.live.Recommendations;
import org.tandemrec.server.live.Scored;
import org.tandemrec.server.store.Feedback;

/** Lists that are known beforehand, so that a test can tell every key and value of a reply. Remembers what it was asked. */
final class FixedRecommendations implements Recommendations {
    final AtomicReference<ListRequest> asked = new AtomicReference<>();
    final AtomicReference<List<Feedback>> session = new AtomicReference<>(List.of());
    volatile String degraded = "";
    volatile Runnable before = () -> {};

    private static List<Scored> items(int n, int offset) {
        List<Scored> items = new ArrayList<>();
        for (int i = offset; i < Math.min(20, offset + n); i++) {
            items.add(new Scored("i" + i, 1.0 / (1 + i)));
        }
        return items;
    }

    private List<Scored> items(ListRequest request) {
        asked.set(request);
        return items(request.n(), request.offset());
    }

    @Override
    public Ranked recommend(String userId, ListRequest request) {
        before.run();
        if (userId.equals("one too many")) {
            throw new OverloadedException("40 lists wait to be computed");
        }
        return new Ranked(items(request), degraded);
    }

    @Override
    public List<Scored> recommendFor(List<Feedback> events, ListRequest request) {
        session.set(events);
        return items(request);
    }

    @Override
    public Lists lists(String userId, int n) {
        List<Entry> one = List.of(new Entry("i0", "Zero", 2.5, Double.NaN, -0.5));
        return new Lists(
                userId, 3, 0.25, Double.NaN, List.of(new Past("i9", "Nine", "click", 4, 1_000)), one, one, List.of());
    }

    @Override
    public Explanation explain(String userId, int n) {
        Explained explained = new Explained(
                new Entry("i0", "Zero", 2.5, 1, 1.5), List.of(new Reason("i7", "Seven", 0.5)), List.of());
        return new Explanation(
                userId, Double.NaN, List.of(explained), List.of(new Filtered("i9", "Nine", 9, "seen")));
    }

    @Override
    public UserState state(String userId) {
        return new UserState(userId, true, 3, List.of(), 0.25, 0.5, List.of(new Scored("u2", 0.75)));
    }

    @Override
    public List<Scored> itemNeighbors(String itemId, ListRequest request) {
        return items(request);
    }

    @Override
    public List<Scored> userNeighbors(String userId, int n, int offset) {
        return items(n, offset);
    }

    @Override
    public List<Scored> latest(ListRequest request) {
        return items(request);
    }

    @Override
    public List<Scored> popular(ListRequest request) {
        return items(request);
    }

    @Override
    public List<Titled> search(String text, int n) {
        return List.of(new Titled("i1", "One of " + text));
    }

    @Override
    public OnlineQuality quality() {
        OnlineQuality.Figures figures = new OnlineQuality.Figures(0.5, 0.25);
        return new OnlineQuality(10, 1, figures, figures, new OnlineQuality.Figures(Double.NaN, Double.NaN));
    }
}
