package org.tandemrec.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores a lot of events in one transaction: what orders them otherwise than by user is dropped before and built after it. */
final class EventImport {
    private static final int ROWS_TOGETHER = 10_000;

    private final WriteSession session;

    EventImport(WriteSession session) {
        this.session = session;
    }

    /** Stores all events but duplicates; returns how many it stored. */
    long store(Iterator<Feedback> feedback) throws SQLException {
        Map<String, String> indexes = indexes();
        for (String index : indexes.keySet()) {
            session.statement("DROP INDEX " + index).executeUpdate();
        }
        long stored = 0;
        List<Feedback> together = new ArrayList<>(ROWS_TOGETHER);
        while (feedback.hasNext()) {
            Feedback next = feedback.next();
            Storable.check(next);
            together.add(next);
            if (together.size() == ROWS_TOGETHER || !feedback.hasNext()) {
                for (int inserted : new EventWrites(session).append(together, Duplicates.KEEP)) {
                    stored += inserted;
                }
                session.takeChanges(); // nobody listens, and they may be more than fit into memory
                together.clear();
            }
        }
        for (String definition : indexes.values()) {
            session.statement(definition).executeUpdate();
        }
        return stored;
    }

    private Map<String, String> indexes() throws SQLException {
        Map<String, String> indexes = new LinkedHashMap<>();
        try (ResultSet rows = session.statement(session.dialect().indexes()).executeQuery()) {
            while (rows.next()) {
                indexes.put(rows.getString(1), rows.getString(2));
            }
        }
        return indexes;
    }
}
