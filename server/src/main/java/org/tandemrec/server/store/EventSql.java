package org.tandemrec.server.store;

import java.util.Set;
import java.util.TreeSet;

/** Text of SQL that reads all events from outside. */
final class EventSql {
    private EventSql() {}

    /**
     * All events but those of some types and those of the future.
     *
     * @param schema what stands before a table's name: empty, or with the point
     * @param nowMillis the expression of the present in milliseconds since 1970
     */
    static String all(String schema, String nowMillis, Set<String> exceptTypes) {
        StringBuilder sql = new StringBuilder("SELECT u.id AS \"user\", i.id AS item, e.value AS rating, e.time AS time,"
                        + " t.name AS type FROM ")
                .append(schema)
                .append("events e JOIN ")
                .append(schema)
                .append("users u ON u.number = e.user_number JOIN ")
                .append(schema)
                .append("items i ON i.number = e.item_number JOIN ")
                .append(schema)
                .append("types t ON t.number = e.type_number WHERE e.time <= ")
                .append(nowMillis);
        for (String type : new TreeSet<>(exceptTypes)) {
            sql.append(" AND t.name <> '").append(type.replace("'", "''")).append('\'');
        }
        return sql.append(" ORDER BY e.user_number, e.time, e.sequence").toString();
    }
}
