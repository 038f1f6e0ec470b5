package org.tandemrec.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.LinkedHashMap;

/** Writing and deleting events. */
final class EventWrites {
    private static final String INSERT =
            "INSERT INTO events (user_number, time, item_number, type_number, sequence, value, labels, comment)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String OVERWRITE = "UPDATE events SET value = ?, labels = ?, comment = ?"
            + " WHERE user_number = ? AND time = ? AND item_number = ? AND type_number = ?";

    private final WriteSession session;
    private final Numbers numbers;
    private final NewRows newRows;

    EventWrites(WriteSession session) {
        this.session = session;
        this.numbers = session.numbers();
        this.newRows = new NewRows(session);
    }

    /** Stores events; returns for each 1, or 0 where it is a duplicate that is kept. */
    int[] append(List<Feedback> feedback, Duplicates duplicates) throws SQLException {
        int[] affected = insert(feedback);
        if (duplicates == Duplicates.OVERWRITE) {
            overwrite(feedback, affected);
        }
        return affected;
    }

    private int[] insert(List<Feedback> feedback) throws SQLException {
        Keys keys = keys(feedback);
        long sequence = numbers.add(Numbers.Counter.SEQUENCE, feedback.size());
        PreparedStatement insert = session.statement(INSERT);
        for (int row = 0; row < keys.size(); row++) {
            Feedback event = feedback.get(row);
            insert.setInt(1, keys.users[row]);
            insert.setLong(2, event.timeMillis());
            insert.setInt(3, keys.items[row]);
            insert.setInt(4, keys.types[row]);
            insert.setLong(5, sequence + row + 1);
            insert.setDouble(6, event.value());
            insert.setString(7, event.labels());
            insert.setString(8, event.comment());
            insert.addBatch();
        }
        int[] inserted = insert.executeBatch();
        for (int row = 0; row < keys.size(); row++) {
            if (inserted[row] > 0) {
                Feedback event = feedback.get(row);
                numbers.count(keys.items[row], 1);
                session.changed(new Change.EventAdded(new StoredEvent(
                        sequence + row + 1,
                        event.userId(),
                        keys.items[row],
                        event.type(),
                        event.value(),
                        event.timeMillis())));
            }
        }
        return inserted;
    }

    private void overwrite(List<Feedback> feedback, int[] affected) throws SQLException {
        List<Feedback> stored = new ArrayList<>();
        for (int row = 0; row < affected.length; row++) {
            if (affected[row] == 0) {
                stored.add(feedback.get(row));
                affected[row] = 1;
            }
        }
        if (stored.isEmpty()) {
            return;
        }
        Keys keys = keys(stored);
        PreparedStatement update = session.statement(OVERWRITE);
        for (int row = 0; row < keys.size(); row++) {
            Feedback event = stored.get(row);
            update.setDouble(1, event.value());
            update.setString(2, event.labels());
            update.setString(3, event.comment());
            update.setInt(4, keys.users[row]);
            update.setLong(5, event.timeMillis());
            update.setInt(6, keys.items[row]);
            update.setInt(7, keys.types[row]);
            update.addBatch();
            session.changed(new Change.UserChanged(event.userId()));
        }
        update.executeBatch();
    }

    private Keys keys(List<Feedback> feedback) throws SQLException {
        Map<String, Integer> users =
                newRows.users(feedback.stream().map(Feedback::userId).toList());
        newRows.itemsOf(feedback);
        newRows.typesOf(feedback);
        Keys keys = new Keys(new int[feedback.size()], new int[feedback.size()], new int[feedback.size()]);
        for (int row = 0; row < keys.size(); row++) {
            Feedback event = feedback.get(row);
            keys.users[row] = NewRows.number(users, event.userId());
            keys.items[row] = NewRows.number(numbers.items, event.itemId());
            keys.types[row] = NewRows.number(numbers.types, event.type());
        }
        return keys;
    }

    /** Deletes the events of a user with an item, of one type or, where that is null, any; returns of how many types. */
    long delete(FeedbackQuery query) throws SQLException {
        String userId = query.userId();
        Integer item = numbers.items.get(query.itemId());
        Integer user = userId == null ? null : newRows.knownUser(userId);
        Integer type = numbers.types.get(query.type());
        if (userId == null || user == null || item == null || query.type() != null && type == null) {
            return 0;
        }
        String where = " FROM events WHERE user_number = ? AND item_number = ?" + (type == null ? "" : " AND type_number = ?");
        PreparedStatement count = session.statement("SELECT type_number, count(*)" + where + " GROUP BY type_number");
        PreparedStatement delete = session.statement("DELETE" + where);
        for (PreparedStatement statement : List.of(count, delete)) {
            statement.setInt(1, user);
            statement.setInt(2, item);
            if (type != null) {
                statement.setInt(3, type);
            }
        }
        Map<Integer, Long> deleted = counts(count);
        if (deleted.isEmpty()) {
            return 0;
        }
        delete.executeUpdate();
        long events = deleted.values().stream().mapToLong(Long::longValue).sum();
        numbers.count(item, -events);
        session.changed(new Change.UserChanged(userId));
        new CatalogWrites(session).changed(item);
        return deleted.size();
    }

    /** How many events of each number, by a query of numbers and counts. */
    static Map<Integer, Long> counts(PreparedStatement query) throws SQLException {
        Map<Integer, Long> counts = new LinkedHashMap<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                counts.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return counts;
    }

    /** The numbers of rows. */
    private record Keys(int[] users, int[] items, int[] types) {
        int size() {
            return users.length;
        }
    }
}
