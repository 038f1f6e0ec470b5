package org.tandemrec.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Rows of the table of items. */
final class ItemRows {
    /** The columns that {@link #item} reads, and behind them the number and the count of events. */
    static final String SELECT = "SELECT i.id, i.hidden, i.categories, i.time, i.labels, i.comment, i.number, c.events"
            + " FROM items i JOIN item_events c ON c.item = i.number";

    /** The item of a number. */
    static final String BY_NUMBER = SELECT + " WHERE i.number = ?";

    private static final String NO_CATEGORIES = "[]";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private ItemRows() {}

    /** The item of the row. */
    static Item item(ResultSet row) throws SQLException {
        String categories = row.getString(3);
        return new Item(
                row.getString(1),
                row.getInt(2) != 0,
                categories.equals(NO_CATEGORIES) ? List.of() : JSON.readValue(categories, TEXTS),
                row.getLong(4),
                row.getString(5),
                row.getString(6));
    }

    /** The item of the row with its number. */
    static StoredItem stored(ResultSet row) throws SQLException {
        return new StoredItem(row.getInt(7), item(row), row.getLong(8));
    }

    /** Categories as a row has them: a JSON array. */
    static String categories(List<String> categories) {
        return categories.isEmpty() ? NO_CATEGORIES : JSON.writeValueAsString(categories);
    }
}
