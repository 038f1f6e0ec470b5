package org.tandemrec.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Reading events as models need them. */
final class EventReads {
    /** One statement, so that the counter and the events are of one moment. */
    private static final String HISTORY = "SELECT c.value, e.sequence, e.item_number, e.type_number, e.value, e.time"
            + " FROM counters c LEFT JOIN users u ON u.id = ?"
            + " LEFT JOIN events e ON e.user_number = u.number AND e.sequence < ?"
            + " WHERE c.name = 'sequence' ORDER BY e.time, e.sequence";

    private static final String ALL = "SELECT u.id, e.sequence, e.item_number, e.type_number, e.value, e.time"
            + " FROM events e JOIN users u ON u.number = e.user_number"
            + " ORDER BY e.user_number, e.time, e.sequence";

    private static final int FETCHED_ROWS = 10_000;

    private final Reads reads;

    /** Names of types by number, as far as they have been read: a number never changes its name. */
    private final Map<Integer, String> types = new ConcurrentHashMap<>();

    EventReads(Reads reads) {
        this.reads = reads;
    }

    History history(String userId, long beforeSequence) {
        return reads.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(HISTORY)) {
                query.setString(1, userId);
                query.setLong(2, beforeSequence);
                try (ResultSet rows = query.executeQuery()) {
                    return history(connection, userId, rows, beforeSequence);
                }
            }
        });
    }

    private History history(Connection connection, String userId, ResultSet rows, long beforeSequence)
            throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        long last = 0;
        while (rows.next()) {
            last = rows.getLong(1);
            long sequence = rows.getLong(2);
            if (sequence > 0) {
                events.add(new StoredEvent(
                        sequence,
                        userId,
                        rows.getInt(3),
                        type(connection, rows.getInt(4)),
                        rows.getDouble(5),
                        rows.getLong(6)));
            }
        }
        return new History(Math.min(last, beforeSequence - 1), events);
    }

    void forEachEvent(Set<String> exceptTypes, Consumer<StoredEvent> visitor) {
        reads.read(connection -> {
            connection.setAutoCommit(false); // else some drivers fetch all rows at once
            Map<String, String> kept = new HashMap<>();
            try (PreparedStatement query = connection.prepareStatement(ALL)) {
                query.setFetchSize(FETCHED_ROWS);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        String type = type(connection, rows.getInt(4));
                        if (exceptTypes.contains(type)) {
                            continue;
                        }
                        String userId = rows.getString(1);
                        if (!kept.containsKey(userId)) {
                            kept.clear();
                            kept.put(userId, userId);
                        }
                        visitor.accept(new StoredEvent(
                                rows.getLong(2),
                                kept.getOrDefault(userId, userId),
                                rows.getInt(3),
                                type,
                                rows.getDouble(5),
                                rows.getLong(6)));
                    }
                }
            }
            connection.rollback();
            return true;
        });
    }

    boolean hasUser(String userId) {
        return reads.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT number FROM users WHERE id = ?")) {
                query.setString(1, userId);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next();
                }
            }
        });
    }

    private String type(Connection connection, int number) throws SQLException {
        String known = types.get(number);
        if (known != null) {
            return known;
        }
        try (PreparedStatement query = connection.prepareStatement("SELECT name FROM types WHERE number = ?")) {
            query.setInt(1, number);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new StoreException("no type has the number " + number, null);
                }
                String name = rows.getString(1);
                types.put(number, name);
                return name;
            }
        }
    }
}
