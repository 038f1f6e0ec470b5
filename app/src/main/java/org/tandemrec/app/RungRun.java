package org.tandemrec.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.app.tune.TrialRecord;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.model.CheckpointStore;
import org.tandemrec.model.Model;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingLoop;
import org.tandemrec.model.TrainingRun;

/**
 * One rung of a search: trains its trials, each on threads of its own, and measures them. No result depends on how many are trained
 * side by side. What a config causes (a loss or metric that is not finite, a rule that it breaks, also together with the data) fails its
 * trial for good. One that needs more memory than is free is left out, and nothing is kept of that: the same search with more memory
 * trains it. Everything else stops the search.
 */
final class RungRun {
    /* Between rungs a checkpoint is needed; within one it is worth its time only for what takes long. */
    private static final long CHECKPOINT_NANOS = 5_000_000_000L;

    private final TrialSearch.Plan plan;
    private final int rung;
    private final SearchFolder folder;
    private final ProgressListener progress;
    private final Consumer<String> remarks;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final long freeBytes;

    /**
     * What a rung of that number, from 0, is made of.
     *
     * @param freeBytes the memory that all trials side by side may use
     */
    RungRun(
            TrialSearch.Plan plan,
            int rung,
            SearchFolder folder,
            ProgressListener progress,
            Consumer<String> remarks,
            long freeBytes) {
        this.plan = plan;
        this.rung = rung;
        this.folder = folder;
        this.progress = progress;
        this.remarks = remarks;
        this.freeBytes = freeBytes;
    }

    /** Trains those of the trials that are not through this rung; returns all, in their order. */
    List<Trial> run(List<Trial> trials) {
        List<Trial> open = trials.stream()
                .filter(trial -> !trial.isFailed() && trial.rungs() <= rung)
                .toList();
        if (open.isEmpty()) {
            return trials;
        }
        int sideBySide = sideBySide(open);
        tell(trials.size(), open.size(), sideBySide);
        Map<Integer, Trial> after = new HashMap<>();
        long epochs = open.stream().mapToLong(this::epochs).sum();
        try (ProgressListener.Task task = progress.start("rung " + (rung + 1), epochs, "epochs")) {
            train(open, sideBySide, task).forEach(trial -> after.put(trial.number(), trial));
        }
        return trials.stream()
                .map(trial -> after.getOrDefault(trial.number(), trial))
                .toList();
    }

    private void tell(int all, int open, int sideBySide) {
        int after = plan.halving().epochsAfter(rung);
        remarks.accept(String.format(
                Locale.ROOT,
                "Rung %d of %d: %d %s, trained for %d %s in all%s%s",
                rung + 1,
                plan.halving().rungs(),
                all,
                all == 1 ? "trial" : "trials",
                after,
                after == 1 ? "epoch" : "epochs",
                open < all ? ", " + (all - open) + " of them done before or failed" : "",
                sideBySide > 1 ? ", " + sideBySide + " side by side" : ""));
    }

    /** How many epochs a trial is to be trained for on this rung, for the progress. */
    private long epochs(Trial trial) {
        int total = trainer(trial).epochs();
        int before = rung == 0 ? 0 : plan.halving().epochsAfter(rung - 1, total);
        return (long) plan.halving().epochsAfter(rung, total) - before;
    }

    /** As many as asked for, or as there are threads, as far as the free memory holds so many of the largest trial. */
    private int sideBySide(List<Trial> open) {
        boolean auto = plan.sideBySide() == TrialSearch.Plan.AUTO;
        int most = Math.min(auto ? plan.threads() : plan.sideBySide(), open.size());
        Map<Integer, Long> largest = new HashMap<>();
        int count = most;
        while (count > 1
                && largest.computeIfAbsent(threadsOfEach(count), threads -> largest(open, threads))
                        > freeBytes / count) {
            count--;
        }
        if (!auto && count < most) {
            remarks.accept("The memory that is free holds " + count + " of the " + most
                    + " trials that --parallel-trials asks for");
        }
        return count;
    }

    private int threadsOfEach(int sideBySide) {
        return Math.max(1, plan.threads() / sideBySide);
    }

    /** The memory of the largest trial that is not refused, in bytes. */
    private long largest(List<Trial> open, int threads) {
        try (Parallel parallel = new Parallel(threads)) {
            TrainingContext context = plan.context().withParallel(parallel);
            return open.stream()
                    .mapToLong(trial ->
                            TrainingMemory.needed(trainer(trial), plan.split().train(), context))
                    .filter(needed -> needed <= freeBytes)
                    .max()
                    .orElse(0);
        }
    }

    private Trainer trainer(Trial trial) {
        return ModelCatalog.standard().trainer(plan.kind(), trial.candidate().config());
    }

    private List<Trial> train(List<Trial> open, int sideBySide, ProgressListener.Task task) {
        int threads = threadsOfEach(sideBySide);
        List<Future<@Nullable Trial>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(sideBySide)) {
            for (Trial trial : open) {
                running.add(pool.submit(() -> trainUnlessStopped(trial, threads, task)));
            }
        }
        List<Trial> trained = new ArrayList<>();
        for (Future<@Nullable Trial> future : running) {
            Trial trial = result(future);
            if (trial != null) {
                trained.add(trial);
            }
        }
        return trained;
    }

    /** The trials that are under way are brought to their end, so that they are not lost. */
    private @Nullable Trial trainUnlessStopped(Trial trial, int threads, ProgressListener.Task task) {
        if (stopped.get()) {
            return null;
        }
        try (Parallel parallel = new Parallel(threads)) {
            return train(trial, parallel, task);
        } catch (RuntimeException | Error e) {
            stopped.set(true);
            throw e;
        }
    }

    private static @Nullable Trial result(Future<@Nullable Trial> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trials were trained", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private Trial train(Trial trial, Parallel parallel, ProgressListener.Task task) {
        TrialRecord record;
        try {
            TrialRecord.Rung found = measured(trial, parallel, task);
            record = Double.isFinite(found.metric())
                    ? trial.record().with(found)
                    : trial.record()
                            .failed(plan.measuring().metric() + " became " + found.metric() + " after epoch "
                                    + found.epochs());
        } catch (NonFiniteLossException | ConfigException e) {
            record = trial.record().failed(String.valueOf(e.getMessage()));
        } catch (ScarceMemoryException e) {
            remarks.accept("  trial " + trial.number() + " is left out: " + e.getMessage());
            return trial.with(trial.record().failed(e.getMessage() + "; with more the same command trains it"));
        }
        tell(record);
        folder.save(record);
        return trial.with(record);
    }

    private void tell(TrialRecord record) {
        if (record.failure() != null) {
            remarks.accept("  trial " + record.trial() + " failed: " + record.failure());
            return;
        }
        TrialRecord.Rung found = record.rungs().getLast();
        remarks.accept(String.format(
                Locale.ROOT,
                "  trial %d: %s %.4f after epoch %d (%s)",
                record.trial(),
                plan.measuring().metric(),
                found.metric(),
                found.epochs(),
                Terminal.duration(found.seconds())));
    }

    private TrialRecord.Rung measured(Trial trial, Parallel parallel, ProgressListener.Task task) {
        long start = System.nanoTime();
        Trainer trainer = trainer(trial);
        TrainingContext context = plan.context().withParallel(parallel);
        TrainingMemory.check(
                plan.kind(),
                trial.candidate().config(),
                plan.split().train(),
                TrainingMemory.needed(trainer, plan.split().train(), context),
                freeBytes,
                Runtime.getRuntime().maxMemory());
        TrainingRun run = started(trainer, context);
        int last = plan.halving().epochsAfter(rung, trainer.epochs());
        Model model =
                TrainingLoop.run(plan.kind(), run, last, context.withCheckpoints(new Kept(trial.number(), last, task)));
        double metric = plan.measuring().validator(context, parallel).score(model, plan.split());
        return new TrialRecord.Rung(last, metric, (System.nanoTime() - start) / 1e9);
    }

    /** What a trainer refuses here is a rule between its config and the data, such as a setting that needs times where there are none. */
    private TrainingRun started(Trainer trainer, TrainingContext context) {
        try {
            return trainer.start(plan.split().train(), context);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The checkpoint of a trial: the end of a rung that others follow, and what takes long within one. */
    private final class Kept implements CheckpointStore {
        private final CheckpointStore store;
        private final int last;
        private final ProgressListener.Task task;
        private final boolean goesOn = rung + 1 < plan.halving().rungs();
        private long savedAt = System.nanoTime();

        Kept(int trial, int last, ProgressListener.Task task) {
            this.store = folder.checkpoint(trial);
            this.last = last;
            this.task = task;
        }

        @Override
        public Optional<Checkpoint> latest() {
            return store.latest();
        }

        @Override
        public void save(Checkpoint checkpoint) {
            boolean whole = checkpoint.stage() == 0;
            if (whole) {
                task.advance(1);
            }
            boolean ending = goesOn && whole && checkpoint.epoch() == last;
            if (ending || System.nanoTime() - savedAt >= CHECKPOINT_NANOS) {
                store.save(checkpoint);
                savedAt = System.nanoTime();
            }
        }
    }
}
