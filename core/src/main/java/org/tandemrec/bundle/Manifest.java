package org.tandemrec.bundle;

import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.split.Filters;
import tools.jackson.databind.JsonNode;

/**
 * What a bundle says about itself: which model, how and on what it was trained, and the checksums of its files.
 *
 * @param formatVersion the version of the directory's format
 * @param kind the model's kind
 * @param config its resolved config
 * @param provenance where it was made
 * @param training how it was trained
 * @param data what it was trained on
 * @param files size and checksum of every other file, by name; empty before it is written
 */
public record Manifest(
        int formatVersion,
        String kind,
        JsonNode config,
        Provenance provenance,
        Training training,
        Data data,
        Map<String, FileSum> files) {
    /** The newest version of the format, which is the one that is written. */
    public static final int FORMAT_VERSION = 3;

    /** {@link Training#split} of a model that was trained on everything. */
    public static final String NO_SPLIT = "none";

    /** Copies the files, in their order. */
    public Manifest {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** The manifest of a bundle that is about to be written. */
    public static Manifest of(String kind, JsonNode config, Provenance provenance, Training training, Data data) {
        return new Manifest(FORMAT_VERSION, kind, config, provenance, training, data, Map.of());
    }

    Manifest withFiles(Map<String, FileSum> sums) {
        return new Manifest(FORMAT_VERSION, kind, config, provenance, training, data, sums);
    }

    /**
     * Where a bundle was made.
     *
     * @param tandem the version of Tandem
     * @param created when
     * @param jvm name and version of the JVM
     * @param os name and version of the operating system
     * @param arch the processor's architecture
     * @param processors how many processors the JVM saw
     * @param kernels what did elementwise arithmetic, for example {@code vector}
     * @param gemm what did matrix products, for example {@code openblas}
     */
    public record Provenance(
            String tandem,
            Instant created,
            String jvm,
            String os,
            String arch,
            int processors,
            String kernels,
            String gemm) {
        /** The provenance of something made by this JVM. */
        public static Provenance ofThisJvm(String tandem, Instant created, String kernels, String gemm) {
            return new Provenance(
                    tandem,
                    created,
                    System.getProperty("java.vm.name") + " " + Runtime.version(),
                    System.getProperty("os.name") + " " + System.getProperty("os.version"),
                    System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    kernels,
                    gemm);
        }
    }

    /**
     * How a model was trained.
     *
     * @param seed the run's seed
     * @param split the rule whose training part it saw, as {@code SplitRule} reads it, or {@link #NO_SPLIT}
     * @param heldOut the rule that cut the held-out part off that, or {@link #NO_SPLIT}
     * @param seconds how long it took
     * @param epochs how many epochs the model was trained for
     * @param validation how its best epoch was found; empty where the last one was kept
     */
    public record Training(
            long seed, String split, String heldOut, double seconds, int epochs, Optional<Validation> validation) {
        /** A training that kept its last epoch. */
        public Training(long seed, String split, String heldOut, double seconds, int epochs) {
            this(seed, split, heldOut, seconds, epochs, Optional.empty());
        }
    }

    /**
     * How a model's best epoch was found.
     *
     * @param metric what was measured on the held-out part after every epoch, for example {@code ndcg@10}
     * @param candidates what targets were ranked among
     * @param users of how many users the targets were ranked
     * @param patience after how many epochs without a better one training was to stop; 0 for never
     * @param refit whether the model was then trained again, on the held-out part, too; otherwise it has not seen that part
     * @param bestEpoch the epoch that was the best
     * @param curve what was measured
     */
    public record Validation(
            String metric,
            String candidates,
            int users,
            int patience,
            boolean refit,
            int bestEpoch,
            List<org.tandemrec.model.Validation.Point> curve) {
        /** Copies the curve. */
        public Validation {
            curve = List.copyOf(curve);
        }
    }

    /**
     * What a model was trained on.
     *
     * @param name the data set's name
     * @param format its format
     * @param users how many users it has
     * @param items how many items
     * @param filter what left rare users or items out of it, as {@code Filters} reads it
     * @param interactions how many interactions the filter kept, test part included
     * @param checksum of all interactions that it kept
     * @param trainingChecksum of the part that the model saw
     * @param tieRule how interactions at the same time were ordered
     */
    public record Data(
            String name,
            String format,
            int users,
            int items,
            String filter,
            int interactions,
            String checksum,
            String trainingChecksum,
            String tieRule) {
        /** Describes a data set and the part of it that a model was trained on. */
        public static Data of(Dataset dataset, Interactions training) {
            return of(dataset, Filters.NONE, training);
        }

        /** Describes a data set that holds what a filter kept, and the part of it that a model was trained on. */
        public static Data of(Dataset dataset, Filters filters, Interactions training) {
            Interactions all = dataset.interactions();
            return new Data(
                    dataset.name(),
                    dataset.format(),
                    all.userCount(),
                    all.itemCount(),
                    filters.toString(),
                    all.size(),
                    checksumOf(all),
                    checksumOf(training),
                    all.tieRule().description());
        }

        /** The checksum of interactions as a manifest writes it: 16 hexadecimal digits. */
        public static String checksumOf(Interactions interactions) {
            return HexFormat.of().toHexDigits(interactions.checksum());
        }
    }

    /**
     * What a file must be.
     *
     * @param size its length in bytes
     * @param sha256 its SHA-256, hexadecimal
     */
    public record FileSum(long size, String sha256) {}
}
