package org.tandemrec.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reading feedback with all that belongs to it. */
final class FeedbackReads {
    private static final String SELECT =
            "SELECT t.name, u.id, i.id, e.value, e.time, e.labels, e.comment, e.user_number, e.item_number, e.type_number"
                    + " FROM (SELECT * FROM events WHERE ";
    private static final String JOIN = ") e JOIN users u ON u.number = e.user_number"
            + " JOIN items i ON i.number = e.item_number JOIN types t ON t.number = e.type_number";

    /** The order of pages, which an index gives whichever of the numbers is fixed. */
    private static final String AFTER = "time >= ? AND (time, user_number, item_number, type_number) > (?, ?, ?, ?)"
            + " ORDER BY time, user_number, item_number, type_number LIMIT ?";

    private static final Comparator<Found> ORDER = Comparator.comparingLong(
                    (Found found) -> found.feedback.timeMillis())
            .thenComparingInt(Found::user)
            .thenComparingInt(Found::item)
            .thenComparingInt(Found::type);

    private static final int KEYS = 4;

    private final Reads reads;

    FeedbackReads(Reads reads) {
        this.reads = reads;
    }

    Page<Feedback> page(FeedbackQuery query, String cursor, int n) {
        JdbcEventStore.checkSize(n);
        long[] after = Cursor.numbers(cursor, KEYS);
        return reads.read(connection -> {
            Restriction restriction = restriction(connection, query);
            if (restriction == null) {
                return new Page<>("", List.of());
            }
            List<Found> found = new ArrayList<>();
            if (restriction.sql.isEmpty()) {
                for (long type : types(connection)) {
                    found.addAll(page(connection, new Restriction("type_number = ? AND ", List.of(type)), after, n));
                }
                found.sort(ORDER);
            } else {
                found.addAll(page(connection, restriction, after, n));
            }
            if (found.size() <= n) {
                return new Page<>("", found.stream().map(Found::feedback).toList());
            }
            Found last = found.get(n - 1);
            return new Page<>(
                    Cursor.of(last.feedback.timeMillis(), last.user, last.item, last.type),
                    found.subList(0, n).stream().map(Found::feedback).toList());
        });
    }

    private static List<Found> page(Connection connection, Restriction restriction, long[] after, int n)
            throws SQLException {
        String sql = SELECT + restriction.sql + AFTER + JOIN
                + " ORDER BY e.time, e.user_number, e.item_number, e.type_number";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = restriction.bind(statement);
            statement.setLong(at++, after[0]);
            for (long key : after) {
                statement.setLong(at++, key);
            }
            statement.setInt(at, n + 1);
            return found(statement);
        }
    }

    List<Feedback> latest(FeedbackQuery query) {
        if (query.userId() == null && query.itemId() == null) {
            throw new IllegalArgumentException("the latest feedback must be asked for by user or item, but neither is named");
        }
        return reads.read(connection -> {
            Restriction restriction = restriction(connection, query);
            if (restriction == null) {
                return List.of();
            }
            String sql = SELECT + restriction.sql + "1 = 1" + JOIN + " ORDER BY e.time DESC, e.sequence DESC";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                restriction.bind(statement);
                return latest(found(statement));
            }
        });
    }

    private static List<Feedback> latest(List<Found> newestFirst) {
        Set<List<Integer>> seen = new HashSet<>();
        List<Feedback> latest = new ArrayList<>();
        for (Found found : newestFirst) {
            if (seen.add(List.of(found.user, found.item, found.type))) {
                latest.add(found.feedback);
            }
        }
        return latest;
    }

    private static List<Found> found(PreparedStatement statement) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Feedback feedback = new Feedback(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getDouble(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getString(7));
                found.add(new Found(feedback, row.getInt(8), row.getInt(9), row.getInt(10)));
            }
        }
        return found;
    }

    private static List<Long> types(Connection connection) throws SQLException {
        List<Long> types = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT number FROM types");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                types.add(rows.getLong(1));
            }
        }
        return types;
    }

    /** The condition of a query; null where something that it names is unknown, so that there is no such feedback. */
    private static @Nullable Restriction restriction(Connection connection, FeedbackQuery query) throws SQLException {
        StringBuilder sql = new StringBuilder();
        List<Long> numbers = new ArrayList<>();
        String[] ids = {query.userId(), query.itemId(), query.type()};
        String[] columns = {"user_number", "item_number", "type_number"};
        String[] tables = {"users WHERE id", "items WHERE id", "types WHERE name"};
        for (int at = 0; at < ids.length; at++) {
            if (ids[at] == null) {
                continue;
            }
            try (PreparedStatement number =
                    connection.prepareStatement("SELECT number FROM " + tables[at] + " = ?")) {
                number.setString(1, ids[at]);
                try (ResultSet rows = number.executeQuery()) {
                    if (!rows.next()) {
                        return null;
                    }
                    numbers.add(rows.getLong(1));
                    sql.append(columns[at]).append(" = ? AND ");
                }
            }
        }
        return new Restriction(sql.toString(), numbers);
    }

    /** A condition, which ends in AND where it is not empty, and its parameters. */
    private record Restriction(String sql, List<Long> numbers) {
        /** Sets the parameters; returns the place of the next one. */
        int bind(PreparedStatement statement) throws SQLException {
            int at = 1;
            for (long number : numbers) {
                statement.setLong(at++, number);
            }
            return at;
        }
    }

    /** Feedback with the numbers that order it. */
    private record Found(Feedback feedback, int user, int item, int type) {}
}
