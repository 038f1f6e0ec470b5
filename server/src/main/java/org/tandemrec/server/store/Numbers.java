package org.tandemrec.server.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the writer knows by heart: the numbers of all items and types and of the latest users, how many events there are of each item, and
 * the last numbers given. It is ahead of the database within a transaction, and thrown away where one fails.
 */
final class Numbers {
    private static final int USERS = 100_000;

    /** The numbers of users by id. */
    final Cache<String, Integer> users = Caffeine.newBuilder()
            .initialCapacity(1 << 10)
            .maximumSize(USERS)
            .executor(Runnable::run)
            .build();

    /** The numbers of items by id. */
    final Map<String, Integer> items = new HashMap<>();

    /** The numbers of types by name. */
    final Map<String, Integer> types = new HashMap<>();

    private final Map<String, Long> counters = new HashMap<>();
    private final Set<Counter> changed = EnumSet.noneOf(Counter.class);
    private final TreeSet<Integer> recounted = new TreeSet<>();
    private long[] events = new long[64];

    /** Reads them. */
    static Numbers read(Connection connection) throws SQLException {
        Numbers numbers = new Numbers();
        try (Statement statement = connection.createStatement()) {
            numbers.readItems(statement);
            try (ResultSet rows = statement.executeQuery("SELECT name, number FROM types")) {
                while (rows.next()) {
                    numbers.types.put(rows.getString(1), rows.getInt(2));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT name, value FROM counters")) {
                while (rows.next()) {
                    numbers.counters.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return numbers;
    }

    private void readItems(Statement statement) throws SQLException {
        String sql = "SELECT i.id, i.number, c.events FROM items i JOIN item_events c ON c.item = i.number";
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                int item = rows.getInt(2);
                items.put(rows.getString(1), item);
                room(item);
                events[item] = rows.getLong(3);
            }
        }
    }

    /** The value of a counter. */
    long counter(Counter counter) {
        Long value = counters.get(counter.column());
        if (value == null) {
            throw new IllegalStateException("no counter " + counter.column());
        }
        return value;
    }

    /** Adds to a counter; returns the value before. */
    long add(Counter counter, long added) {
        long before = counter(counter);
        counters.put(counter.column(), before + added);
        changed.add(counter);
        return before;
    }

    /** How many events an item has. */
    long events(int item) {
        return item < events.length ? events[item] : 0;
    }

    /** Counts events of an item, or uncounts them; the sum of all too. */
    void count(int item, long added) {
        room(item);
        events[item] += added;
        recounted.add(item);
        add(Counter.EVENTS, added);
    }

    /** Writes what was counted and numbered since the last time. */
    void write(WriteSession session) throws SQLException {
        PreparedStatement count = session.statement("UPDATE item_events SET events = ? WHERE item = ?");
        for (int item : recounted) {
            count.setLong(1, events[item]);
            count.setInt(2, item);
            count.addBatch();
        }
        if (!recounted.isEmpty()) {
            count.executeBatch();
            recounted.clear();
        }
        PreparedStatement counter = session.statement("UPDATE counters SET value = ? WHERE name = ?");
        for (Counter each : changed) {
            counter.setLong(1, counter(each));
            counter.setString(2, each.column());
            counter.addBatch();
        }
        if (!changed.isEmpty()) {
            counter.executeBatch();
            changed.clear();
        }
    }

    private void room(int item) {
        if (item >= events.length) {
            events = Arrays.copyOf(events, Math.max(item + 1, 2 * events.length));
        }
    }

    /** A row of the table of counters. */
    enum Counter {
        /** The last sequence of an event. */
        SEQUENCE,
        /** The number of events. */
        EVENTS,
        /** The next number of a user. */
        USERS,
        /** The next number of an item. */
        ITEMS,
        /** The next number of a type. */
        TYPES;

        private final String column = name().toLowerCase(Locale.ROOT);

        private String column() {
            return column;
        }
    }
}
