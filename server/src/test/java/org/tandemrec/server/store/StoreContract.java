package org.tandemrec.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every event store does, whatever its database. */
abstract class StoreContract {
    private static final List<String> ODD_IDS = List.of(
            "a",
            "B",
            "ä",
            "日本",
            "😀",
            "a b",
            "'; DROP TABLE users; --",
            "%_",
            "\\",
            "\"",
            "a\tb",
            "{}",
            "z".repeat(255));

    private EventStore store;

    /** Opens the store: the first time within a test a new one, then the same again. */
    abstract EventStore open();

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = open();
    }

    static Feedback event(String userId, String itemId, long time) {
        return new Feedback("click", userId, itemId, 1, time, "null", "");
    }

    private static List<String> items(History history, EventStore store) {
        Map<Integer, String> ids = new LinkedHashMap<>();
        store.forEachItem(item -> ids.put(item.number(), item.item().itemId()));
        return history.events().stream().map(event -> ids.get(event.item())).toList();
    }

    @Test
    void usersAreStoredReplacedAndDeleted() {
        assertThat(store.putUsers(List.of(new User("u", "{\"a\":1}", "first"), new User("v", "null", ""))))
                .isEqualTo(2);
        assertThat(store.user("u")).contains(new User("u", "{\"a\":1}", "first"));
        assertThat(store.putUsers(List.of(new User("u", "[]", "second")))).isEqualTo(1);
        reopen();
        assertThat(store.user("u")).contains(new User("u", "[]", "second"));
        assertThat(store.hasUser("u")).isTrue();
        assertThat(store.deleteUser("u")).isEqualTo(1);
        assertThat(store.deleteUser("u")).isZero();
        assertThat(store.user("u")).isEmpty();
        assertThat(store.hasUser("u")).isFalse();
        assertThat(store.users("", 10).rows()).containsExactly(new User("v", "null", ""));
    }

    @Test
    void itemsKeepTheirNumbers() {
        Item first = new Item("i", false, List.of("film", "ätsch"), 5, "{}", "Title");
        Item second = new Item("j", true, List.of(), -7, "null", "");
        assertThat(store.putItems(List.of(first, second))).isEqualTo(2);
        Item replaced = new Item("i", true, List.of("b"), 6, "1", "New");
        store.putItems(List.of(replaced));
        reopen();
        assertThat(store.item("i")).contains(replaced);
        assertThat(stored()).containsExactly(new StoredItem(0, replaced, 0), new StoredItem(1, second, 0));
        assertThat(store.deleteItem("j")).isEqualTo(1);
        assertThat(store.deleteItem("j")).isZero();
        reopen();
        store.putItems(List.of(second));
        assertThat(stored()).containsExactly(new StoredItem(0, replaced, 0), new StoredItem(2, second, 0));
    }

    private List<StoredItem> stored() {
        List<StoredItem> items = new ArrayList<>();
        store.forEachItem(items::add);
        return items;
    }

    @Test
    void eventsBringTheirUsersAndItemsIntoBeing() {
        assertThat(store.append(List.of(event("u", "i", 70), event("u", "j", 80)), Duplicates.KEEP))
                .isEqualTo(2);
        assertThat(store.user("u")).contains(new User("u", "null", ""));
        assertThat(stored())
                .containsExactly(
                        new StoredItem(0, new Item("i", false, List.of(), 70, "null", ""), 1),
                        new StoredItem(1, new Item("j", false, List.of(), 80, "null", ""), 1));
        assertThat(store.eventCount()).isEqualTo(2);
    }

    @Test
    void oddIdsAreKeptAsTheyAre() {
        List<Feedback> feedback = new ArrayList<>();
        for (String id : ODD_IDS) {
            feedback.add(new Feedback(id, id, id, -0.25, 3, "\"" + id.length() + "\"", id));
        }
        store.append(feedback, Duplicates.KEEP);
        reopen();
        for (Feedback event : feedback) {
            assertThat(store.latestFeedback(new FeedbackQuery(event.type(), event.userId(), event.itemId())))
                    .containsExactly(event);
        }
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Page<User> page = store.users(cursor, 2);
            page.rows().forEach(user -> ids.add(user.userId()));
            cursor = page.cursor();
        } while (!cursor.isEmpty());
        assertThat(ids).containsExactlyInAnyOrderElementsOf(ODD_IDS);
        assertThat(store.items("", 1000).rows()).extracting(Item::itemId).isEqualTo(ids);
    }

    @Test
    void duplicatesAreKeptOrOverwritten() {
        Feedback first = new Feedback("star", "u", "i", 1, 9, "1", "one");
        Feedback second = new Feedback("star", "u", "i", 2, 9, "2", "two");
        Feedback third = new Feedback("star", "u", "i", 3, 9, "3", "three");
        assertThat(store.append(List.of(first, second), Duplicates.KEEP)).isEqualTo(1);
        assertThat(store.append(List.of(second), Duplicates.KEEP)).isZero();
        assertThat(store.feedback(FeedbackQuery.ALL, "", 9).rows()).containsExactly(first);
        assertThat(store.append(List.of(second, third), Duplicates.OVERWRITE)).isEqualTo(2);
        assertThat(store.feedback(FeedbackQuery.ALL, "", 9).rows()).containsExactly(third);
        assertThat(store.eventCount()).isEqualTo(1);
        assertThat(stored().getFirst().events()).isEqualTo(1);
        Feedback elsewhere = new Feedback("star", "u", "i", 4, 10, "null", "");
        assertThat(store.append(List.of(elsewhere), Duplicates.OVERWRITE)).isEqualTo(1);
        assertThat(store.eventCount()).isEqualTo(2);
    }

    @Test
    void historiesAreInTheOrderOfTimeThenOfCommits() {
        store.append(List.of(event("u", "c", 30), event("u", "b", 20)), Duplicates.KEEP);
        store.append(List.of(event("u", "a", 20), event("v", "a", 1)), Duplicates.KEEP);
        History all = store.history("u", Long.MAX_VALUE);
        assertThat(items(all, store)).containsExactly("b", "a", "c");
        assertThat(all.events()).extracting(StoredEvent::userId).containsOnly("u");
        assertThat(all.sequence()).isEqualTo(4);
        History before = store.history("u", 3);
        assertThat(items(before, store)).containsExactly("b", "c");
        assertThat(before.sequence()).isEqualTo(2);
        assertThat(store.history("nobody", Long.MAX_VALUE)).isEqualTo(new History(4, List.of()));
    }

    @Test
    void feedbackIsPagedInAStableOrder() {
        List<Feedback> all = randomFeedback(new Random(5), 400);
        store.append(all, Duplicates.KEEP);
        for (FeedbackQuery query : List.of(
                FeedbackQuery.ALL,
                new FeedbackQuery("t1", null, null),
                new FeedbackQuery(null, "u2", null),
                new FeedbackQuery(null, null, "i3"),
                new FeedbackQuery("t0", "u1", null),
                new FeedbackQuery("t2", null, "i1"),
                new FeedbackQuery(null, "u1", "i1"),
                new FeedbackQuery("t0", "u1", "i1"))) {
            List<Feedback> paged = new ArrayList<>();
            String cursor = "";
            do {
                Page<Feedback> page = store.feedback(query, cursor, 7);
                assertThat(page.rows().size()).isLessThanOrEqualTo(7);
                paged.addAll(page.rows());
                cursor = page.cursor();
            } while (!cursor.isEmpty());
            assertThat(paged)
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream().filter(row -> matches(query, row)).toList())
                    .isSortedAccordingTo(Comparator.comparingLong(Feedback::timeMillis));
        }
        assertThat(store.feedback(new FeedbackQuery("unknown", null, null), "", 7))
                .isEqualTo(new Page<>("", List.of()));
    }

    private static boolean matches(FeedbackQuery query, Feedback row) {
        return (query.type() == null || query.type().equals(row.type()))
                && (query.userId() == null || query.userId().equals(row.userId()))
                && (query.itemId() == null || query.itemId().equals(row.itemId()));
    }

    /** Different events of few users, items, types and times. */
    private static List<Feedback> randomFeedback(Random random, int rows) {
        Set<Feedback> all = new HashSet<>();
        while (all.size() < rows) {
            all.add(new Feedback(
                    "t" + random.nextInt(3),
                    "u" + random.nextInt(6),
                    "i" + random.nextInt(6),
                    1,
                    random.nextInt(20),
                    "null",
                    ""));
        }
        return new ArrayList<>(all);
    }

    @Test
    void theLatestFeedbackOfEachTypeUserAndItemIsShownNewestFirst() {
        store.append(
                List.of(
                        new Feedback("click", "u", "i", 1, 10, "null", ""),
                        new Feedback("click", "u", "i", 2, 30, "null", "new"),
                        new Feedback("star", "u", "i", 5, 20, "null", ""),
                        new Feedback("click", "v", "i", 1, 40, "null", ""),
                        new Feedback("click", "u", "j", 1, 5, "null", "")),
                Duplicates.KEEP);
        assertThat(store.latestFeedback(new FeedbackQuery(null, "u", null)))
                .extracting(Feedback::itemId, Feedback::type, Feedback::value)
                .containsExactly(tuple("i", "click", 2.0), tuple("i", "star", 5.0), tuple("j", "click", 1.0));
        assertThat(store.latestFeedback(new FeedbackQuery("click", null, "i")))
                .extracting(Feedback::userId)
                .containsExactly("v", "u");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.latestFeedback(new FeedbackQuery("click", null, null)))
                .withMessageContaining("by user or item");
    }

    @Test
    void deletionTakesEventsAndCountsAlong() {
        store.append(
                List.of(
                        event("u", "i", 1),
                        event("u", "i", 2),
                        new Feedback("star", "u", "i", 1, 3, "null", ""),
                        event("u", "j", 4),
                        event("v", "i", 5)),
                Duplicates.KEEP);
        assertThat(store.deleteFeedback(new FeedbackQuery("click", "u", "i"))).isEqualTo(1);
        assertThat(store.deleteFeedback(new FeedbackQuery("click", "u", "i"))).isZero();
        assertThat(store.deleteFeedback(new FeedbackQuery("other", "u", "i"))).isZero();
        assertThat(items(store.history("u", Long.MAX_VALUE), store)).containsExactly("i", "j");
        assertThat(store.deleteFeedback(new FeedbackQuery(null, "u", "i"))).isEqualTo(1);
        assertThat(store.eventCount()).isEqualTo(2);
        assertThat(store.deleteUser("u")).isEqualTo(1);
        assertThat(store.deleteItem("i")).isEqualTo(1);
        reopen();
        assertThat(store.eventCount()).isZero();
        assertThat(stored()).extracting(StoredItem::number, StoredItem::events).containsExactly(tuple(1, 0L));
        assertThat(store.hasUser("v")).isTrue();
        assertThat(store.history("v", Long.MAX_VALUE).events()).isEmpty();
    }

    @Test
    void aNewUserOfADeletedOnesIdStartsAnew() {
        store.append(List.of(event("u", "i", 1)), Duplicates.KEEP);
        store.deleteUser("u");
        store.append(List.of(event("u", "j", 2)), Duplicates.KEEP);
        assertThat(items(store.history("u", Long.MAX_VALUE), store)).containsExactly("j");
    }

    @Test
    void listenersHearOfEveryCommitBeforeTheAnswer() {
        List<Change> heard = new ArrayList<>();
        store.listen(heard::addAll);
        store.append(List.of(event("u", "i", 1)), Duplicates.KEEP);
        Item item = new Item("i", false, List.of(), 1, "null", "");
        Change.EventAdded added = new Change.EventAdded(new StoredEvent(1, "u", 0, "click", 1, 1));
        assertThat(heard).containsExactly(new Change.ItemPut(new StoredItem(0, item, 0)), added);
        heard.clear();
        store.append(List.of(event("u", "i", 1)), Duplicates.KEEP);
        assertThat(heard).isEmpty();
        store.append(List.of(event("u", "i", 1)), Duplicates.OVERWRITE);
        assertThat(heard).containsExactly(new Change.UserChanged("u"));
        heard.clear();
        store.deleteFeedback(new FeedbackQuery(null, "u", "i"));
        assertThat(heard).containsExactly(new Change.UserChanged("u"), new Change.ItemPut(new StoredItem(0, item, 0)));
        store.append(List.of(event("u", "i", 1)), Duplicates.KEEP);
        heard.clear();
        store.deleteItem("i");
        assertThat(heard).containsExactly(new Change.UserChanged("u"), new Change.ItemDeleted(0));
    }

    @Test
    void aListenerThatFailsHarmsNobody() {
        List<Change> heard = new ArrayList<>();
        store.listen(changes -> {
            throw new IllegalStateException("by design");
        });
        store.listen(heard::addAll);
        assertThat(store.append(List.of(event("u", "i", 1)), Duplicates.KEEP)).isEqualTo(1);
        assertThat(heard).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void randomWritesLeaveWhatAModelOfThemSays(int seed) {
        Random random = new Random(seed);
        Map<List<Object>, Feedback> expected = new LinkedHashMap<>();
        for (int step = 0; step < 60; step++) {
            if (random.nextInt(8) == 0) {
                String userId = "u" + random.nextInt(6);
                store.deleteUser(userId);
                expected.values().removeIf(row -> row.userId().equals(userId));
            } else if (random.nextInt(8) == 0) {
                String itemId = "i" + random.nextInt(6);
                store.deleteItem(itemId);
                expected.values().removeIf(row -> row.itemId().equals(itemId));
            } else {
                List<Feedback> rows = randomFeedback(random, 1 + random.nextInt(6));
                int affected = 0;
                for (Feedback row : rows) {
                    List<Object> key = List.of(row.type(), row.userId(), row.itemId(), row.timeMillis());
                    affected += expected.putIfAbsent(key, row) == null ? 1 : 0;
                }
                assertThat(store.append(rows, Duplicates.KEEP)).isEqualTo(affected);
            }
        }
        reopen();
        assertThat(store.eventCount()).isEqualTo(expected.size());
        assertThat(store.feedback(FeedbackQuery.ALL, "", 10_000).rows())
                .containsExactlyInAnyOrderElementsOf(expected.values());
        Map<String, Long> counts = new TreeMap<>();
        expected.values().forEach(row -> counts.merge(row.itemId(), 1L, Long::sum));
        for (StoredItem item : stored()) {
            assertThat(item.events()).isEqualTo(counts.getOrDefault(item.item().itemId(), 0L));
        }
        List<StoredEvent> shown = new ArrayList<>();
        store.forEachEvent(Set.of("t1"), shown::add);
        List<StoredEvent> histories = new ArrayList<>();
        shown.stream()
                .map(StoredEvent::userId)
                .distinct()
                .forEach(userId -> histories.addAll(store.history(userId, Long.MAX_VALUE).events().stream()
                        .filter(event -> !event.type().equals("t1"))
                        .toList()));
        assertThat(shown).isEqualTo(histories).hasSize((int) expected.values().stream()
                .filter(row -> !row.type().equals("t1"))
                .count());
    }

    @Test
    void manyWritersShareCommitsAndReadWhatTheyWrote() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 16; writer++) {
                String userId = "u" + writer;
                writers.add(threads.submit(() -> {
                    for (int at = 1; at <= 20; at++) {
                        store.append(List.of(event(userId, "i" + at % 7, at)), Duplicates.KEEP);
                        assertThat(store.history(userId, Long.MAX_VALUE).events())
                                .hasSize(at);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        List<StoredEvent> all = new ArrayList<>();
        store.forEachEvent(Set.of(), all::add);
        assertThat(all).hasSize(320);
        assertThat(all.stream().map(StoredEvent::sequence).distinct()).hasSize(320);
        assertThat(store.eventCount()).isEqualTo(320);
    }

    @Test
    void whatNoDatabaseCanHoldIsRefused() {
        for (Feedback bad : List.of(
                event("", "i", 1),
                event("u\0", "i", 1),
                event("u", "\ud800", 1),
                event("u", "ä".repeat(128), 1),
                new Feedback("t", "u", "i", Double.NaN, 1, "null", ""),
                new Feedback("t", "u", "i", 1, 1, "\0", ""),
                new Feedback("t", "u", "i", 1, 1, "null", "\udc00"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.append(List.of(event("u", "i", 1), bad), Duplicates.KEEP))
                    .withMessageContaining("must");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.users("no cursor!", 5))
                .withMessageContaining("no cursor!");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.feedback(FeedbackQuery.ALL, "YWJj", 5))
                .withMessageContaining("YWJj");
        assertThatIllegalArgumentException().isThrownBy(() -> store.items("", 0));
        assertThat(store.eventCount()).isZero();
    }

    @Test
    void anImportLeavesWhatAppendingLeaves() {
        List<Feedback> rows = randomFeedback(new Random(9), 300);
        rows.addAll(rows.subList(0, 20));
        store.putItems(List.of(new Item("i3", true, List.of("c"), 4, "null", "Title")));
        store.append(rows.subList(0, 50), Duplicates.KEEP);
        assertThat(store.importAll(rows.iterator())).isEqualTo(250);
        reopen();
        assertThat(store.eventCount()).isEqualTo(300);
        assertThat(store.feedback(FeedbackQuery.ALL, "", 1000).rows())
                .containsExactlyInAnyOrderElementsOf(rows.subList(0, 300));
        assertThat(stored().stream().mapToLong(StoredItem::events).sum()).isEqualTo(300);
        assertThat(store.item("i3")).map(Item::comment).contains("Title");
        assertThat(store.feedback(new FeedbackQuery(null, null, "i3"), "", 1000).rows())
                .hasSize((int) rows.subList(0, 300).stream()
                        .filter(row -> row.itemId().equals("i3"))
                        .count());
    }

    @Test
    void anImportThatBreaksOffLeavesNothing() {
        store.append(List.of(event("u", "i", 1)), Duplicates.KEEP);
        List<Feedback> rows = new ArrayList<>(randomFeedback(new Random(9), 300));
        rows.add(event("", "i", 1));
        assertThatThrownBy(() -> store.importAll(rows.iterator()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("user id must have at least one character");
        store.append(List.of(event("v", "j", 1)), Duplicates.KEEP);
        assertThat(store.feedback(FeedbackQuery.ALL, "", 1000).rows())
                .containsExactlyInAnyOrder(event("u", "i", 1), event("v", "j", 1));
        assertThat(store.eventCount()).isEqualTo(2);
    }

    @Test
    void anImportThatListenersWouldMissIsRefused() {
        store.listen(changes -> {});
        assertThatIllegalStateException()
                .isThrownBy(() -> store.importAll(List.of(event("u", "i", 1)).iterator()))
                .withMessageContaining("before the first listener");
    }

    @Test
    void eventsAreReadFromOutside() throws Exception {
        long future = 7_258_118_400_000L;
        store.append(
                List.of(
                        new Feedback("it's read", "u", "i", 2.5, 5_000, "null", ""),
                        new Feedback("star", "v", "i", 4.5, 7_000, "null", ""),
                        new Feedback("star", "u", "j", 3.5, 3_000, "null", ""),
                        new Feedback("star", "u", "i", 3.5, future, "null", "")),
                Duplicates.KEEP);
        EventStore.SqlAccess access = store.sqlAccess(Set.of("it's read"));
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(access.url(), access.login());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(access.query())) {
            while (row.next()) {
                rows.add(row.getString("user") + row.getString("item") + row.getDouble("rating") + row.getLong("time"));
            }
        }
        assertThat(rows).containsExactly("uj3.53000", "vi4.57000");
    }

    @Test
    void aSecondCloseIsHarmless() {
        EventStore first = store;
        reopen();
        first.close();
        assertThat(store.append(List.of(event("u", "i", 1)), Duplicates.KEEP)).isEqualTo(1);
        store.close();
        assertThatCode(store::close).doesNotThrowAnyException();
    }

    @Test
    void aClosedStoreWritesNothing() {
        store.close();
        assertThatThrownBy(() -> store.append(List.of(event("u", "i", 1)), Duplicates.KEEP))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("closes");
        assertThat(store.isAvailable()).isFalse();
    }

    @Test
    void aStoreInUseIsRefused() {
        assertThatThrownBy(this::open).hasMessageContaining("one server at a time");
        assertThat(store.append(List.of(event("u", "i", 1)), Duplicates.KEEP)).isEqualTo(1);
        assertThat(store.isAvailable()).isTrue();
    }
}
