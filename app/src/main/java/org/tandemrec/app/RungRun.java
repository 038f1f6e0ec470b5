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
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
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
 * side by side. What a config causes (a loss that is not finite, a rule that it breaks, memory that it would need) fails its trial;
 * everything else stops the search.
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

    /** What a rung of that number, from 0, is made of. */
    RungRun(TrialSearch.Plan plan, int rung, SearchFolder folder, ProgressListener progress, Consumer<String> remarks) {
        this.plan = plan;
        this.rung = rung;
        this.folder = folder;
        this.progress = progress;
        this.remarks = remarks;
        System.gc(); // what earlier trials have left over is not in the way
        this.freeBytes = TrainingMemory.free();
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
        int total =
                trial.candidate().config().path("epochs").asInt(plan.halving().epochs());
        int before = rung == 0 ? 0 : plan.halving().epochsAfter(rung - 1, total);
        return (long) plan.halving().epochsAfter(rung, total) - before;
    }

    /** As many as asked for, or as threads and memory allow: so many of the largest trial. */
    private int sideBySide(List<Trial> open) {
        int most = Math.min(plan.threads(), open.size());
        if (plan.sideBySide() != TrialSearch.Plan.AUTO) {
            return Math.min(plan.sideBySide(), open.size());
        }
        long largest = open.stream()
                .mapToLong(trial -> TrainingMemory.needed(
                        trainer(trial), plan.split().train(), plan.context().withParallel(Parallel.sequential())))
                .filter(needed -> needed <= freeBytes) // a larger one is refused
                .max()
                .orElse(1);
        return Math.clamp(freeBytes / Math.max(1, largest), 1, most);
    }

    private Trainer trainer(Trial trial) {
        return ModelCatalog.standard().trainer(plan.kind(), trial.candidate().config());
    }

    private List<Trial> train(List<Trial> open, int sideBySide, ProgressListener.Task task) {
        int threads = Math.max(1, plan.threads() / sideBySide);
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
        long start = System.nanoTime();
        TrialRecord record;
        try {
            record = trial.record().with(measured(trial, parallel, task, start));
            TrialRecord.Rung found = record.rungs().getLast();
            remarks.accept(String.format(
                    Locale.ROOT,
                    "  trial %d: %s %.4f after epoch %d (%s)",
                    trial.number(),
                    plan.measuring().metric(),
                    found.metric(),
                    found.epochs(),
                    Terminal.duration(found.seconds())));
        } catch (NonFiniteLossException | IllegalArgumentException e) {
            record = trial.record().failed(String.valueOf(e.getMessage()));
            remarks.accept("  trial " + trial.number() + " failed: " + record.failure());
        }
        folder.save(record);
        return trial.with(record);
    }

    private TrialRecord.Rung measured(Trial trial, Parallel parallel, ProgressListener.Task task, long start) {
        Trainer trainer = trainer(trial);
        TrainingContext context = plan.context().withParallel(parallel);
        TrainingMemory.check(
                plan.kind(),
                trial.candidate().config(),
                plan.split().train(),
                TrainingMemory.needed(trainer, plan.split().train(), context),
                freeBytes,
                Runtime.getRuntime().maxMemory());
        TrainingRun run = trainer.start(plan.split().train(), context);
        int last = plan.halving().epochsAfter(rung, run.epochs());
        Model model =
                TrainingLoop.run(plan.kind(), run, last, context.withCheckpoints(new Kept(trial.number(), last, task)));
        double metric = plan.measuring().validator(context, parallel).score(model, plan.split());
        Check.argument(
                Double.isFinite(metric),
                "%s became %s after epoch %d",
                plan.measuring().metric(),
                metric,
                last);
        return new TrialRecord.Rung(last, metric, (System.nanoTime() - start) / 1e9);
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
