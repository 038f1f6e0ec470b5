package org.tandemrec.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reading users and items. */
final class CatalogReads {
    private static final String USERS = "SELECT id, labels, comment FROM users";

    private final Reads reads;

    CatalogReads(Reads reads) {
        this.reads = reads;
    }

    Optional<User> user(String userId) {
        return first(USERS + " WHERE id = ?", userId, CatalogReads::user);
    }

    Optional<Item> item(String itemId) {
        return first(ItemRows.SELECT + " WHERE i.id = ?", itemId, ItemRows::item);
    }

    Page<User> users(String cursor, int n) {
        return page(USERS + " WHERE id > ? ORDER BY id LIMIT ?", cursor, n, CatalogReads::user, User::userId);
    }

    Page<Item> items(String cursor, int n) {
        return page(ItemRows.SELECT + " WHERE i.id > ? ORDER BY i.id LIMIT ?", cursor, n, ItemRows::item, Item::itemId);
    }

    void forEachItem(Consumer<StoredItem> visitor) {
        reads.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(ItemRows.SELECT + " ORDER BY i.number");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    visitor.accept(ItemRows.stored(rows));
                }
            }
            return true;
        });
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(row.getString(1), row.getString(2), row.getString(3));
    }

    private <T> Optional<T> first(String sql, String id, Row<T> row) {
        return reads.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setString(1, id);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
                }
            }
        });
    }

    private <T> Page<T> page(String sql, String cursor, int n, Row<T> row, Function<T, String> id) {
        JdbcEventStore.checkSize(n);
        String after = Cursor.text(cursor);
        return reads.read(connection -> {
            List<T> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setString(1, after);
                query.setInt(2, n + 1);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(row.read(rows));
                    }
                }
            }
            if (found.size() <= n) {
                return new Page<>("", found);
            }
            List<T> rows = found.subList(0, n);
            return new Page<>(Cursor.of(id.apply(rows.getLast())), rows);
        });
    }

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
