package org.tandemrec.server.store;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The event store on a database behind JDBC. */
final class JdbcEventStore implements EventStore {
    private final Dialect dialect;
    private final Reads reads;
    private final GroupCommit writer;
    private final CatalogReads catalog;
    private final FeedbackReads feedback;
    private final EventReads events;
    private boolean closed;

    private JdbcEventStore(Dialect dialect, Reads reads, GroupCommit writer) {
        this.dialect = dialect;
        this.reads = reads;
        this.writer = writer;
        this.catalog = new CatalogReads(reads);
        this.feedback = new FeedbackReads(reads);
        this.events = new EventReads(reads);
    }

    /** Opens the store; closes the dialect where that fails. */
    static JdbcEventStore open(Dialect dialect) {
        Reads reads = new Reads(dialect);
        try {
            dialect.migrate();
            return new JdbcEventStore(dialect, reads, new GroupCommit(dialect, reads));
        } catch (SQLException e) {
            reads.close();
            dialect.close();
            throw Reads.failure(dialect, "cannot be opened", e);
        } catch (RuntimeException e) {
            reads.close();
            dialect.close();
            throw e;
        }
    }

    /** Checks the size of a page. */
    static void checkSize(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("a page must have at least one row, but was asked for " + n);
        }
    }

    @Override
    public void wakeWriters() {
        writer.giveAnswers();
    }

    @Override
    public void listen(ChangeListener listener) {
        writer.listen(listener);
    }

    @Override
    public int putUsers(List<User> users) {
        users.forEach(Storable::check);
        return (int) writer.write(users.size(), session -> new CatalogWrites(session).putUsers(users));
    }

    @Override
    public int deleteUser(String userId) {
        return (int) writer.write(1, session -> new CatalogWrites(session).deleteUser(userId));
    }

    @Override
    public Optional<User> user(String userId) {
        return catalog.user(userId);
    }

    @Override
    public Page<User> users(String cursor, int n) {
        return catalog.users(cursor, n);
    }

    @Override
    public int putItems(List<Item> items) {
        items.forEach(Storable::check);
        return (int) writer.write(items.size(), session -> new CatalogWrites(session).putItems(items));
    }

    @Override
    public int deleteItem(String itemId) {
        return (int) writer.write(1, session -> new CatalogWrites(session).deleteItem(itemId));
    }

    @Override
    public Optional<Item> item(String itemId) {
        return catalog.item(itemId);
    }

    @Override
    public Page<Item> items(String cursor, int n) {
        return catalog.items(cursor, n);
    }

    @Override
    public void forEachItem(Consumer<StoredItem> visitor) {
        catalog.forEachItem(visitor);
    }

    @Override
    public int append(List<Feedback> feedback, Duplicates duplicates) {
        List<Feedback> copy = List.copyOf(feedback);
        copy.forEach(Storable::check);
        return (int) writer.append(copy, duplicates);
    }

    @Override
    public long importAll(Iterator<Feedback> feedback) {
        if (writer.hasListeners()) {
            throw new IllegalStateException("an import must come before the first listener, but there is one");
        }
        return writer.write(1, session -> new EventImport(session).store(feedback));
    }

    @Override
    public Page<Feedback> feedback(FeedbackQuery query, String cursor, int n) {
        return feedback.page(query, cursor, n);
    }

    @Override
    public List<Feedback> latestFeedback(FeedbackQuery query) {
        return feedback.latest(query);
    }

    @Override
    public int deleteFeedback(FeedbackQuery query) {
        if (query.userId() == null || query.itemId() == null) {
            throw new IllegalArgumentException(
                    "feedback must be deleted by user and item, but one of them is not named");
        }
        return (int) writer.write(1, session -> new EventWrites(session).delete(query));
    }

    @Override
    public boolean hasUser(String userId) {
        return events.hasUser(userId);
    }

    @Override
    public History history(String userId, long beforeSequence) {
        return events.history(userId, beforeSequence);
    }

    @Override
    public long eventCount() {
        return writer.eventCount();
    }

    @Override
    public void forEachEvent(Set<String> exceptTypes, Consumer<StoredEvent> visitor) {
        events.forEachEvent(exceptTypes, visitor);
    }

    @Override
    public SqlAccess sqlAccess(Set<String> exceptTypes) {
        return dialect.sqlAccess(exceptTypes);
    }

    @Override
    public boolean isAvailable() {
        return reads.isAvailable();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        writer.close();
        reads.close();
        dialect.close();
    }
}
