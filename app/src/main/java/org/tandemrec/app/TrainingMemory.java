package org.tandemrec.app;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Replay;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.ralst.RaLstTrainer;
import tools.jackson.databind.JsonNode;

/**
 * Refuses a training that the JVM's memory cannot hold before it begins, by the trainer's own estimate and what evaluating and writing
 * its model take.
 */
final class TrainingMemory {
    /* The settings that bear most on memory, of all kinds. */
    private static final List<String> SETTINGS = List.of("factors", "hiddenSize", "batchSize", "heldOutUsers");

    /* A fusion of two is evaluated beside its parts and the fusion by squared error. */
    private static final int MODELS = 4;

    private TrainingMemory() {}

    /**
     * Makes sure that there is room.
     *
     * @param config the config of the trainer
     * @throws ScarceMemoryException if there is not, saying how much is needed and what to do
     */
    static void require(Trainer trainer, JsonNode config, Interactions training, TrainingContext context) {
        long needed = needed(trainer, training, context);
        long free = free();
        if (needed > free) {
            free = freeAfterCollection();
        }
        check(
                trainer.kind(),
                config,
                training,
                needed,
                free,
                Runtime.getRuntime().maxMemory());
    }

    /** How many bytes of what the JVM may use are not in use. */
    static long free() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }

    /** The same without what is left over and in nobody's way. */
    static long freeAfterCollection() {
        System.gc();
        return free();
    }

    /** What a training and the evaluation of its model need in all, in bytes. */
    static long needed(Trainer trainer, Interactions training, TrainingContext context) {
        return needed(
                trainer.trainingBytes(training, context),
                training,
                context.parallel().threads(),
                trainer instanceof RaLstTrainer fusion
                        ? MODELS + fusion.others().size()
                        : MODELS);
    }

    /**
     * What a training needs in all, in bytes: while it goes on, its own arrays and the scores of the targets that each thread
     * evaluates by {@code models} models; after it, the users' events for the bundle, their times twice, as they are and as the file
     * has them.
     */
    static long needed(long trainingBytes, Interactions training, int threads, int models) {
        long evaluating = threads * Replay.scoreBytes(training.itemCount(), models);
        int eventBytes = Integer.BYTES + (training.hasTimes() ? Long.BYTES + Double.BYTES : 0);
        return Math.max(trainingBytes + evaluating, (long) eventBytes * training.size());
    }

    /**
     * Compares what is needed with what is free of the JVM's {@code most} bytes.
     *
     * @throws ScarceMemoryException if it is more
     */
    static void check(String kind, JsonNode config, Interactions training, long needed, long free, long most) {
        if (needed <= free) {
            return;
        }
        throw new ScarceMemoryException(String.format(
                Locale.ROOT,
                "training %s on %,d interactions of %,d users with %,d items needs about %s of memory beside the data, "
                        + "but of the JVM's %s only %s are free; %s%s, or train on a part of the data",
                kind,
                training.size(),
                training.userCount(),
                training.itemCount(),
                Heap.text(needed),
                Heap.text(most),
                Heap.text(free),
                settings(kind, config),
                Heap.remedy(most - free + needed)));
    }

    /** The advice to lower settings of a kind and its parts, for people; empty where none of them bears on memory. */
    private static String settings(String kind, JsonNode config) {
        Set<String> own = ModelCatalog.standard().settings(kind, config).stream()
                .map(setting -> setting.path().substring(setting.path().lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
        List<String> names = SETTINGS.stream().filter(own::contains).toList();
        if (names.isEmpty()) {
            return "";
        }
        String last = names.getLast();
        String all = names.size() == 1 ? last : String.join(", ", names.subList(0, names.size() - 1)) + " or " + last;
        return "lower " + all + ", ";
    }
}
