package org.tandemrec.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers of users, items and types, which come into being where they are unknown. */
final class NewRows {
    private static final String NO_LABELS = "null";

    private final WriteSession session;
    private final Numbers numbers;

    NewRows(WriteSession session) {
        this.session = session;
        this.numbers = session.numbers();
    }

    /** The number of something that has one. */
    static int number(Map<String, Integer> numbers, String id) {
        Integer number = numbers.get(id);
        if (number == null) {
            throw new IllegalStateException("no number of " + id);
        }
        return number;
    }

    /** The number of a user, or null. */
    @Nullable
    Integer knownUser(String userId) throws SQLException {
        return knownUsers(List.of(userId)).get(userId);
    }

    /** The numbers of those users who are known. */
    Map<String, Integer> knownUsers(List<String> userIds) throws SQLException {
        Map<String, Integer> known = new HashMap<>();
        Set<String> asked = new LinkedHashSet<>();
        for (String userId : userIds) {
            Integer user = numbers.users.getIfPresent(userId);
            if (user != null) {
                known.put(userId, user);
            } else {
                asked.add(userId);
            }
        }
        if (!asked.isEmpty()) {
            PreparedStatement query = session.statement("SELECT id, number FROM users WHERE id IN "
                    + session.dialect().idsParameter());
            session.dialect().bindIds(query, asked);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    known.put(rows.getString(1), rows.getInt(2));
                }
            }
            numbers.users.putAll(known);
        }
        return known;
    }

    /** The numbers of users; unknown ones come into being. */
    Map<String, Integer> users(List<String> userIds) throws SQLException {
        Map<String, Integer> users = knownUsers(userIds);
        PreparedStatement insert =
                session.statement("INSERT INTO users (number, id, labels, comment) VALUES (?, ?, ?, ?)");
        int inserted = 0;
        for (String userId : userIds) {
            if (!users.containsKey(userId)) {
                int user = (int) numbers.add(Numbers.Counter.USERS, 1);
                users.put(userId, user);
                numbers.users.put(userId, user);
                insert.setInt(1, user);
                insert.setString(2, userId);
                insert.setString(3, NO_LABELS);
                insert.setString(4, "");
                insert.addBatch();
                inserted++;
            }
        }
        if (inserted > 0) {
            insert.executeBatch();
        }
        return users;
    }

    /** Has items come into being that are unknown: since the time of their first event. */
    void itemsOf(List<Feedback> feedback) throws SQLException {
        for (Feedback event : feedback) {
            if (!numbers.items.containsKey(event.itemId())) {
                Item item = new Item(event.itemId(), false, List.of(), event.timeMillis(), NO_LABELS, "");
                new CatalogWrites(session).putItems(List.of(item));
            }
        }
    }

    /** Has types come into being that are unknown. */
    void typesOf(List<Feedback> feedback) throws SQLException {
        for (Feedback event : feedback) {
            if (!numbers.types.containsKey(event.type())) {
                int type = (int) numbers.add(Numbers.Counter.TYPES, 1);
                PreparedStatement insert = session.statement("INSERT INTO types (number, name) VALUES (?, ?)");
                insert.setInt(1, type);
                insert.setString(2, event.type());
                insert.executeUpdate();
                numbers.types.put(event.type(), type);
            }
        }
    }
}
