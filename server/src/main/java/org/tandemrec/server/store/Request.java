package org.tandemrec.server.store;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something to be written, and the number that answers it. */
sealed interface Request {
    /** Completed after the commit. */
    CompletableFuture<Long> answer();

    /** How much it is, against the bound on what waits. */
    int rows();

    /** Events to be stored. Those of several requests are stored as one list. */
    record Append(List<Feedback> feedback, Duplicates duplicates, CompletableFuture<Long> answer) implements Request {
        @Override
        public int rows() {
            return feedback.size();
        }
    }

    /** Anything else. */
    record Other(int rows, Work work, CompletableFuture<Long> answer) implements Request {}

    /** What is done within a transaction. */
    @FunctionalInterface
    interface Work {
        /** Writes; returns the answer. */
        long write(WriteSession session) throws SQLException;
    }
}
