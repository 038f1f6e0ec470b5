package org.tandemrec.base;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs loops whose iterations write disjoint outputs on a fixed number of threads.
 *
 * <p>Iterations are handed out one by one, so an iteration must not depend on which thread runs it or when: cut the work by its
 * shape, never by {@link #threads()}, and the result has the same bits for any number of threads. A loop started from inside
 * another one, or while another thread's loop runs, runs on its caller alone.
 */
public final class Parallel implements AutoCloseable {
    /*
     * A training step is a few milliseconds made of a dozen loops, so workers spin for a while between loops before they park:
     * waking a parked thread costs more than many of the loops last.
     */
    private static final int SPINS = 20_000;

    private static final long NAP_NANOS = 50_000;

    private final Thread[] workers;
    private final boolean closeable;
    private final ReentrantLock owner = new ReentrantLock();
    private volatile @Nullable Loop current;
    private volatile boolean closed;

    /**
     * Starts {@code threads - 1} workers; the caller of a loop is the remaining thread.
     *
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public Parallel(int threads) {
        this(threads, true);
    }

    private Parallel(int threads, boolean closeable) {
        Check.argument(threads >= 1, "threads must be at least 1, but was %d", threads);
        this.closeable = closeable;
        workers = new Thread[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = Thread.ofPlatform().daemon().name("tandem-" + (i + 1)).start(this::work);
        }
    }

    /** Returns one thread's worth: every loop runs on its caller. */
    public static Parallel sequential() {
        return new Parallel(1);
    }

    /** Returns as many threads as the machine has processors. */
    public static Parallel ofMachine() {
        return new Parallel(Runtime.getRuntime().availableProcessors());
    }

    /** Returns the threads that all who bring none of their own share: as many as processors, started once and never ended. */
    public static Parallel shared() {
        return Shared.MACHINE;
    }

    private static final class Shared {
        static final Parallel MACHINE = new Parallel(Runtime.getRuntime().availableProcessors(), false);
    }

    /** The number of threads that share a loop, the caller included. */
    public int threads() {
        return workers.length + 1;
    }

    /**
     * Calls {@code body} once for every index in {@code 0 … count - 1} and returns when all calls have returned. Where calls
     * fail, all others still run, and the failure of the lowest index is thrown here, for any number of threads.
     */
    public void forEach(int count, IntConsumer body) {
        if (count <= 1 || workers.length == 0 || owner.isHeldByCurrentThread() || !owner.tryLock()) {
            Loop loop = new Loop(count, body);
            loop.run();
            loop.join();
            return;
        }
        try {
            Loop loop = new Loop(count, body);
            current = loop;
            for (Thread worker : workers) {
                LockSupport.unpark(worker);
            }
            loop.run();
            loop.join();
        } finally {
            current = null;
            owner.unlock();
        }
    }

    /** Ends the workers, but for {@link #shared}. Loops started later run on their caller. */
    @Override
    public void close() {
        if (!closeable) {
            return;
        }
        closed = true;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private void work() {
        Loop last = null;
        int spins = 0;
        while (!closed) {
            Loop loop = current;
            if (loop != null && loop != last) {
                loop.run();
                last = loop;
                spins = 0;
            } else if (spins < SPINS) {
                spins++;
                Thread.onSpinWait();
            } else {
                last = null; // a parked worker keeps nothing of a loop alive; to run one again finds no index left
                LockSupport.park(this);
                spins = 0;
            }
        }
    }

    private static final class Loop {
        private final int count;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private @Nullable Throwable failure;
        private int failedIndex;

        Loop(int count, IntConsumer body) {
            this.count = count;
            this.body = body;
        }

        void run() {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    body.accept(i);
                } catch (Throwable e) { // handed to the caller of the loop
                    fail(i, e);
                }
                done.incrementAndGet();
            }
        }

        private synchronized void fail(int index, Throwable e) {
            if (failure == null || index < failedIndex) {
                failure = e;
                failedIndex = index;
            }
        }

        void join() {
            for (int spins = 0; done.get() < count; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(NAP_NANOS); // the machine is busy with something else
                }
            }
            switch (failure) { // visible: every call counted itself done after it failed
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }
}
