package org.tandemrec.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The connection that writes, with its statements and what is known by heart. Of no use any more after an exception but to be closed. */
final class WriteSession implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final Numbers numbers;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private List<Change> changes = new ArrayList<>();
    private boolean committing;

    private WriteSession(Connection connection, Dialect dialect, Numbers numbers) {
        this.connection = connection;
        this.dialect = dialect;
        this.numbers = numbers;
    }

    /** Connects. */
    static WriteSession open(Dialect dialect) throws SQLException {
        Connection connection = dialect.openWriter();
        try {
            return new WriteSession(connection, dialect, Numbers.read(connection));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Writes some requests and commits; returns their answers. */
    long[] perform(List<Request> requests) throws SQLException {
        connection.setAutoCommit(false);
        long[] answers = new long[requests.size()];
        int done = 0;
        while (done < answers.length) {
            done = requests.get(done) instanceof Request.Append first
                    ? append(requests, done, first.duplicates(), answers)
                    : other(requests, done, answers);
        }
        numbers.write(this);
        committing = true;
        connection.commit();
        committing = false;
        connection.setAutoCommit(true);
        return answers;
    }

    private int other(List<Request> requests, int at, long[] answers) throws SQLException {
        if (requests.get(at) instanceof Request.Other other) {
            answers[at] = other.work().write(this);
        }
        return at + 1;
    }

    /** Stores the events of neighbouring requests as one list; returns the place behind the last one of them. */
    private int append(List<Request> requests, int from, Duplicates duplicates, long[] answers) throws SQLException {
        List<Feedback> together = new ArrayList<>();
        int to = from;
        while (to < answers.length
                && requests.get(to) instanceof Request.Append next
                && next.duplicates() == duplicates) {
            together.addAll(next.feedback());
            to++;
        }
        int[] affected = new EventWrites(this).append(together, duplicates);
        int row = 0;
        for (int at = from; at < to; at++) {
            for (int end = row + requests.get(at).rows(); row < end; row++) {
                answers[at] += affected[row];
            }
        }
        return to;
    }

    /** A statement, prepared once. */
    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** What is known by heart. */
    Numbers numbers() {
        return numbers;
    }

    /** What the database does in its own way. */
    Dialect dialect() {
        return dialect;
    }

    /** Has listeners told of a change after the commit. */
    void changed(Change change) {
        changes.add(change);
    }

    /** What was changed since the last time. */
    List<Change> takeChanges() {
        List<Change> taken = changes;
        changes = new ArrayList<>();
        return taken;
    }

    /** Whether an exception came out of a commit, so that nobody knows whether it took place. */
    boolean inDoubt() {
        return committing;
    }

    /** Rolls back and disconnects; the statements go with the connection. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }
}
