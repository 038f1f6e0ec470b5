package org.tandemrec.server.store;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes: all requests that wait become one transaction with one sync of the disk; then listeners are told, then those who
 * wait get their answers. Where a statement is wrong, each request gets a transaction of its own, so that one does not fail its
 * neighbours; where the database is out of order, all of them fail, and the next ones connect anew.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** For so long after a failed connection none is tried. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int RETRY_SECONDS = 1;

    private final Dialect dialect;
    private final Reads reads;
    private final RequestQueue queue = new RequestQueue();
    private final Answers answers = new Answers();
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<Change> doubtful = new LinkedHashSet<>();
    private final Thread thread;
    private @Nullable WriteSession session;
    private @Nullable Failure connecting;
    private volatile long eventCount;

    /**
     * Connects and starts.
     *
     * @param reads is told whether the database can be connected to
     */
    GroupCommit(Dialect dialect, Reads reads) throws SQLException {
        this.dialect = dialect;
        this.reads = reads;
        WriteSession first = WriteSession.open(dialect);
        this.session = first;
        this.eventCount = first.numbers().counter(Numbers.Counter.EVENTS);
        this.thread =
                Thread.ofPlatform().name("tandem-store-writer").daemon(true).unstarted(this::run);
        thread.start();
    }

    /** Has a listener told of every commit from now on. */
    void listen(ChangeListener listener) {
        listeners.add(listener);
    }

    /** Whether anybody listens. */
    boolean hasListeners() {
        return !listeners.isEmpty();
    }

    /** The number of events as of the last commit. */
    long eventCount() {
        return eventCount;
    }

    /** How many requests wait. */
    int waiting() {
        return queue.size();
    }

    /** Stores events; returns how many rows it affected. */
    long append(List<Feedback> feedback, Duplicates duplicates) {
        return await(new Request.Append(feedback, duplicates, new CompletableFuture<>()));
    }

    /** Does something in a transaction; returns its answer. */
    long write(int rows, Request.Work work) {
        return await(new Request.Other(rows, work, new CompletableFuture<>()));
    }

    private long await(Request request) {
        queue.add(request);
        try {
            return request.answer().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreUnavailableException unavailable) {
                throw new StoreUnavailableException(
                        String.valueOf(unavailable.getMessage()), unavailable.retryAfterSeconds(), unavailable);
            }
            throw new StoreException(dialect.name() + " cannot be written: " + reason(e.getCause()), e.getCause());
        }
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof SQLException sql ? Reads.reason(sql) : String.valueOf(cause);
    }

    private void run() {
        List<Request> group = queue.takeAll();
        while (!group.isEmpty()) {
            commit(group);
            group = queue.takeAll();
        }
    }

    private void commit(List<Request> group) {
        WriteSession used = null;
        try {
            used = connected();
            resolveDoubts(used);
            long[] numbers = used.perform(group);
            eventCount = used.numbers().counter(Numbers.Counter.EVENTS);
            tell(used.takeChanges());
            for (int at = 0; at < numbers.length; at++) {
                Request request = group.get(at);
                long number = numbers[at];
                answers.add(() -> request.answer().complete(number));
            }
            answers.giveSoon();
        } catch (SQLException e) {
            disconnect(used);
            if (!dialect.isFault(e)) {
                fail(group, unavailable(e));
            } else {
                isolate(group, e);
            }
        } catch (StoreUnavailableException e) {
            disconnect(used);
            fail(group, e);
        } catch (RuntimeException | Error e) {
            disconnect(used);
            isolate(group, e);
        }
    }

    /** Does each of some requests alone, one of which is at fault. */
    private void isolate(List<Request> group, Throwable fault) {
        if (group.size() == 1) {
            fail(group, fault);
        } else {
            group.forEach(request -> commit(List.of(request)));
        }
    }

    private WriteSession connected() throws SQLException {
        if (session != null) {
            return session;
        }
        if (connecting != null && System.nanoTime() - connecting.nanos < REST_NANOS) {
            throw connecting.problem;
        }
        try {
            WriteSession opened = WriteSession.open(dialect);
            session = opened;
            connecting = null;
            reads.connected(); // first: what is acknowledged from now on can be read
            return opened;
        } catch (SQLException e) {
            connecting = new Failure(unavailable(e), System.nanoTime());
            reads.connectionFailed(connecting.problem);
            throw connecting.problem;
        } catch (StoreUnavailableException e) {
            connecting = new Failure(e, System.nanoTime());
            throw e;
        }
    }

    /** Tells listeners of what a broken commit may have changed, as it is now. */
    private void resolveDoubts(WriteSession opened) throws SQLException {
        if (doubtful.isEmpty()) {
            return;
        }
        for (Change change : doubtful) {
            switch (change) {
                case Change.ItemPut put ->
                    new CatalogWrites(opened).changed(put.item().number());
                case Change.ItemDeleted deleted -> new CatalogWrites(opened).changed(deleted.item());
                case Change.EventAdded added ->
                    opened.changed(new Change.UserChanged(added.event().userId()));
                case Change.UserChanged changed -> opened.changed(changed);
            }
        }
        doubtful.clear();
        tell(opened.takeChanges());
    }

    private void disconnect(@Nullable WriteSession failed) {
        session = null;
        if (failed == null) {
            return;
        }
        if (failed.inDoubt()) {
            doubtful.addAll(failed.takeChanges());
        }
        try {
            failed.close();
        } catch (SQLException e) {
            LOG.debug("A broken connection to {} did not close", dialect.name(), e);
        }
    }

    private void tell(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        for (ChangeListener listener : listeners) {
            try {
                listener.committed(changes);
            } catch (RuntimeException | Error e) {
                LOG.error("A listener failed on {} changes", changes.size(), e);
            }
        }
    }

    private StoreUnavailableException unavailable(SQLException e) {
        String reason = Reads.reason(e);
        LOG.warn("{} cannot be written: {}", dialect.name(), reason);
        return new StoreUnavailableException(
                dialect.name() + " cannot be written right now: " + reason, RETRY_SECONDS, e);
    }

    private void fail(List<Request> group, Throwable problem) {
        group.forEach(request -> answers.add(() -> request.answer().completeExceptionally(problem)));
        answers.giveSoon();
    }

    /** Gives those who wait for a commit that took place their answers. */
    void giveAnswers() {
        answers.give();
    }

    /** Writes what waits and disconnects. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        answers.close();
        disconnect(session);
    }

    /** Why and when a connection failed. */
    private record Failure(StoreUnavailableException problem, long nanos) {}
}
