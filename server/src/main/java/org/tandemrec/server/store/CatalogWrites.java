package org.tandemrec.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writing and deleting users and items. */
final class CatalogWrites {
    private static final String PUT_USER = "UPDATE users SET labels = ?, comment = ? WHERE number = ?";
    private static final String PUT_ITEM =
            "INSERT INTO items (number, id, hidden, categories, time, labels, comment) VALUES (?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (number) DO UPDATE SET hidden = excluded.hidden, categories = excluded.categories,"
                    + " time = excluded.time, labels = excluded.labels, comment = excluded.comment";
    private static final String COUNT_ITEM =
            "INSERT INTO item_events (item, events) VALUES (?, 0) ON CONFLICT DO NOTHING";

    private final WriteSession session;
    private final Numbers numbers;

    CatalogWrites(WriteSession session) {
        this.session = session;
        this.numbers = session.numbers();
    }

    /** Stores users, replacing those of the same id; returns how many. */
    long putUsers(List<User> users) throws SQLException {
        Map<String, Integer> userNumbers =
                new NewRows(session).users(users.stream().map(User::userId).toList());
        PreparedStatement put = session.statement(PUT_USER);
        for (User user : users) {
            put.setString(1, user.labels());
            put.setString(2, user.comment());
            put.setInt(3, NewRows.number(userNumbers, user.userId()));
            put.addBatch();
        }
        put.executeBatch();
        return users.size();
    }

    /** Stores items, replacing those of the same id; returns how many. */
    long putItems(List<Item> items) throws SQLException {
        PreparedStatement put = session.statement(PUT_ITEM);
        PreparedStatement count = session.statement(COUNT_ITEM);
        for (Item item : items) {
            Integer known = numbers.items.get(item.itemId());
            int number = known != null ? known : (int) numbers.add(Numbers.Counter.ITEMS, 1);
            if (known == null) {
                numbers.items.put(item.itemId(), number);
                count.setInt(1, number);
                count.addBatch();
            }
            put.setInt(1, number);
            put.setString(2, item.itemId());
            put.setInt(3, item.hidden() ? 1 : 0);
            put.setString(4, ItemRows.categories(item.categories()));
            put.setLong(5, item.timeMillis());
            put.setString(6, item.labels());
            put.setString(7, item.comment());
            put.addBatch();
            session.changed(new Change.ItemPut(new StoredItem(number, item, numbers.events(number))));
        }
        put.executeBatch();
        count.executeBatch();
        return items.size();
    }

    /** Deletes a user with all events; returns 1, or 0 where there is none. */
    long deleteUser(String userId) throws SQLException {
        Integer user = new NewRows(session).knownUser(userId);
        if (user == null) {
            return 0;
        }
        PreparedStatement count = session.statement(
                "SELECT item_number, count(*) FROM events WHERE user_number = ? GROUP BY item_number");
        count.setInt(1, user);
        Map<Integer, Long> items = EventWrites.counts(count);
        delete("DELETE FROM events WHERE user_number = ?", user);
        delete("DELETE FROM users WHERE number = ?", user);
        numbers.users.invalidate(userId);
        session.changed(new Change.UserChanged(userId));
        for (Map.Entry<Integer, Long> item : items.entrySet()) {
            numbers.count(item.getKey(), -item.getValue());
            changed(item.getKey());
        }
        return 1;
    }

    /** Deletes an item with all its events; returns 1, or 0 where there is none. */
    long deleteItem(String itemId) throws SQLException {
        Integer item = numbers.items.get(itemId);
        if (item == null) {
            return 0;
        }
        for (String userId : usersOf(item)) {
            session.changed(new Change.UserChanged(userId));
        }
        delete("DELETE FROM events WHERE item_number = ?", item);
        delete("DELETE FROM items WHERE number = ?", item);
        numbers.count(item, -numbers.events(item));
        delete("DELETE FROM item_events WHERE item = ?", item);
        numbers.items.remove(itemId);
        session.changed(new Change.ItemDeleted(item));
        return 1;
    }

    /** Has listeners told of an item whose number of events has fallen. */
    void changed(int item) throws SQLException {
        PreparedStatement query = session.statement(ItemRows.BY_NUMBER);
        query.setInt(1, item);
        try (ResultSet rows = query.executeQuery()) {
            if (rows.next()) {
                session.changed(new Change.ItemPut(new StoredItem(item, ItemRows.item(rows), numbers.events(item))));
            } else {
                session.changed(new Change.ItemDeleted(item));
            }
        }
    }

    private List<String> usersOf(int item) throws SQLException {
        PreparedStatement query = session.statement("SELECT DISTINCT u.id FROM events e"
                + " JOIN users u ON u.number = e.user_number WHERE e.item_number = ?");
        query.setInt(1, item);
        List<String> userIds = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                userIds.add(rows.getString(1));
            }
        }
        return userIds;
    }

    private void delete(String sql, int number) throws SQLException {
        PreparedStatement delete = session.statement(sql);
        delete.setInt(1, number);
        delete.executeUpdate();
    }
}
