package org.tandemrec.server.live;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tandemrec.server.live.Catalogue.Listing;
import org.tandemrec.server.store.Change;
import org.tandemrec.server.store.ChangeListener;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.StoreUnavailableException;
import org.tandemrec.server.store.StoredEvent;

/**
 * Lists from a model and a store: users' states live in memory and grow with each commit; a list is computed once and kept until
 * something changes it.
 */
public final class LiveRecommender implements Recommendations, ChangeListener, AutoCloseable {
    private static final String DEGRADED =
            "the event store does not answer; the list is what the model knew when it was trained";

    private final EventStore store;
    private final LiveConfig config;
    private final InstantSource clock;
    private final Catalogue catalogue = new Catalogue();
    private final Newcomers newcomers = new Newcomers(catalogue);
    private final Neighbors neighbors;
    private final Sessions sessions;
    private final Users users;
    private final Scorings scorings;
    private final ListMaker lists;
    private final Prequential prequential;
    private final Background background = new Background();
    private volatile Serving serving;

    /** Starts to serve a model from a store that nobody writes to yet. */
    public LiveRecommender(EventStore store, ServedModel model, LiveConfig config, MeterRegistry metrics) {
        this(store, model, config, metrics, InstantSource.system());
    }

    LiveRecommender(
            EventStore store, ServedModel model, LiveConfig config, MeterRegistry metrics, InstantSource clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.neighbors = new Neighbors(catalogue, config.onlyStoredItems());
        this.sessions = new Sessions(catalogue, config);
        this.users = new Users(store, config, metrics);
        int processors = Runtime.getRuntime().availableProcessors();
        this.scorings = new Scorings(processors, processors * config.maxWaiting(), metrics);
        this.lists = new ListMaker(users, catalogue, scorings, config.diversity());
        this.prequential = new Prequential(users, lists, config, background, metrics);
        store.forEachItem(catalogue::put);
        this.serving = serving(model);
        store.listen(this);
    }

    private Serving serving(ServedModel model) {
        ItemIndex items = new ItemIndex(model, catalogue, config.onlyStoredItems());
        NewItems newItems = new NewItems(store, catalogue, config, model, items, background);
        newItems.start();
        return new Serving(model, items, newItems);
    }

    /** Lets another model make the lists from now on. */
    public void swap(ServedModel model) {
        serving = serving(model);
    }

    /** The model that makes the lists. */
    public ServedModel served() {
        return serving.served();
    }

    /** How many users are in memory. */
    public long usersInMemory() {
        return users.count();
    }

    @Override
    public void committed(List<Change> changes) {
        long nowMillis = clock.millis();
        for (Change change : changes) {
            switch (change) {
                case Change.EventAdded added -> added(added.event(), nowMillis);
                case Change.UserChanged changed -> users.forget(changed.userId());
                case Change.ItemPut put -> catalogue.put(put.item());
                case Change.ItemDeleted deleted -> catalogue.delete(deleted.item());
            }
        }
    }

    private void added(StoredEvent event, long nowMillis) {
        Serving current = serving;
        catalogue.count(event.item());
        prequential.offer(current, users.add(event), event, nowMillis);
        current.newItems().note(event.item());
    }

    @Override
    public Ranked recommend(String userId, ListRequest request) {
        Serving current = serving;
        UserEntry user;
        try {
            user = users.get(userId, current, clock.millis());
        } catch (StoreUnavailableException e) {
            Subject subject = sessions.asTrained(current, userId);
            return new Ranked(list(current, subject, seen(current, subject), request), DEGRADED);
        }
        Subject subject = user.subject();
        return new Ranked(
                isNew(subject, request)
                        ? newcomers.mixture(seen(current, subject), request)
                        : lists.page(current, user, request),
                "");
    }

    @Override
    public List<Scored> recommendFor(List<Feedback> session, ListRequest request) {
        Serving current = serving;
        Subject subject = sessions.of(current, session);
        return list(current, subject, seen(current, subject), request);
    }

    private List<Scored> list(Serving current, Subject subject, Set<String> seen, ListRequest request) {
        return isNew(subject, request) ? newcomers.mixture(seen, request) : lists.page(current, subject, request);
    }

    private static boolean isNew(Subject subject, ListRequest request) {
        return subject.state().events() == 0 && request.part() == ListRequest.Part.FUSED;
    }

    private Set<String> seen(Serving current, Subject subject) {
        Set<String> ids = new HashSet<>();
        for (int item : subject.seen()) {
            ids.add(current.items().id(item));
        }
        for (int number : subject.seenNew()) {
            Listing listing = catalogue.find(number);
            if (listing != null) {
                ids.add(listing.id());
            }
        }
        return ids;
    }

    @Override
    public Lists lists(String userId, int n) {
        Serving current = serving;
        UserEntry user = users.get(userId, current, clock.millis());
        Rankings rankings = lists.rankings(current, user);
        return new Lists(
                userId,
                user.counted(),
                current.served().model().theta(),
                rankings.drift(),
                latestEvents(current, user, n),
                entries(current, rankings.fused(), n),
                entries(current, rankings.longTerm(), n),
                entries(current, rankings.shortTerm(), n));
    }

    private List<Past> latestEvents(Serving current, UserEntry user, int n) {
        List<Past> list = new ArrayList<>();
        UserEvents events = user.events();
        for (int i = user.counted() - 1; i >= 0 && list.size() < n; i--) {
            Listing listing = catalogue.find(events.items()[i]);
            if (listing != null) {
                String title = current.items().title(listing, listing.id());
                list.add(new Past(listing.id(), title, events.types()[i], events.values()[i], events.times()[i]));
            }
        }
        return list;
    }

    private static List<Entry> entries(Serving current, Ranking list, int n) {
        List<Entry> entries = new ArrayList<>();
        for (int place = 0; place < Math.min(n, list.count()); place++) {
            entries.add(entry(current, list, place));
        }
        return entries;
    }

    private static Entry entry(Serving current, Ranking list, int place) {
        int item = list.items()[place];
        return new Entry(
                current.items().id(item),
                current.items().title(item),
                list.scores()[place],
                list.longTerm()[place],
                list.shortTerm()[place]);
    }

    @Override
    public Explanation explain(String userId, int n) {
        Serving current = serving;
        UserEntry user = users.get(userId, current, clock.millis());
        Ranking list = lists.rankings(current, user).fused();
        Explainer.Reasons reasons =
                scorings.with(current, ranker -> Explainer.explain(current, ranker, user.subject(), list, n));
        List<Explained> items = new ArrayList<>();
        for (int place = 0; place < reasons.longTerm().size(); place++) {
            items.add(new Explained(
                    entry(current, list, place),
                    reasons.longTerm().get(place),
                    reasons.shortTerm().get(place)));
        }
        return new Explanation(userId, current.served().model().theta(), items, reasons.filtered());
    }

    @Override
    public UserState state(String userId) {
        Serving current = serving;
        UserEntry user = users.get(userId, current, clock.millis());
        return new UserState(
                userId,
                current.served().bundle().users().indexOf(userId) >= 0,
                user.counted(),
                latestEvents(current, user, 10),
                current.served().model().theta(),
                lists.rankings(current, user).drift(),
                neighbors.ofUser(current, user.subject(), 10, 0));
    }

    @Override
    public List<Scored> itemNeighbors(String itemId, ListRequest request) {
        return neighbors.ofItem(serving, itemId, request);
    }

    @Override
    public List<Scored> userNeighbors(String userId, int n, int offset) {
        Serving current = serving;
        return neighbors.ofUser(
                current, users.get(userId, current, clock.millis()).subject(), n, offset);
    }

    @Override
    public List<Scored> latest(ListRequest request) {
        return newcomers.latest(request);
    }

    @Override
    public List<Scored> popular(ListRequest request) {
        return newcomers.popular(request);
    }

    @Override
    public List<Titled> search(String text, int n) {
        Serving current = serving;
        return newcomers.search(text, n).stream()
                .map(listing -> new Titled(listing.id(), current.items().title(listing, listing.id())))
                .toList();
    }

    @Override
    public OnlineQuality quality() {
        return prequential.quality();
    }

    /** Brings the users in memory down to their bytes, which otherwise happens now and then. */
    void trim() {
        users.trim();
    }

    /** Waits until all is done that nobody waits for: quality and new items are up to date then. */
    void awaitBackground() throws InterruptedException {
        background.await();
    }

    @Override
    public void close() {
        background.close();
        scorings.close();
    }
}
