package org.tandemrec.model.knn;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.PairRows;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.SingleEpochRun;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/**
 * Finds the most similar items of every item by the users they have in common (Sarwar, Karypis, Konstan and Riedl, <em>Item-Based
 * Collaborative Filtering Recommendation Algorithms</em>, WWW 2001; Deshpande and Karypis, <em>Item-Based Top-N Recommendation
 * Algorithms</em>, TOIS 2004).
 */
public record ItemKnnTrainer(ItemKnnConfig config) implements Trainer {
    /** The kind's name. */
    public static final String KIND = "item-knn";

    /* Items that one call finds the neighbours of. */
    private static final int CHUNK = 16;

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        long items = training.itemCount();
        return 2 * items * Math.min(items, config.neighbours()) * (Integer.BYTES + Float.BYTES)
                + PairRows.bytes(training.size(), training.itemCount())
                + PairRows.bytes(training.size(), training.userCount());
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Check.argument(training.size() > 0, "%s needs at least one training interaction", kind());
        long links = (long) training.itemCount() * Math.min(training.itemCount(), config.neighbours());
        Check.argument(
                links < Integer.MAX_VALUE - 8,
                "neighbours × items must be below 2^31, but %d × %d are asked for; lower neighbours",
                config.neighbours(),
                training.itemCount());
        return new SingleEpochRun(
                training.itemCount(),
                "items",
                progress -> new SingleEpochRun.Fitted(fit(training, context.parallel(), progress), 0),
                state -> ItemKnnModel.load(config, state));
    }

    private ItemKnnModel fit(Interactions training, Parallel parallel, ProgressListener.Task progress) {
        int N = training.itemCount();
        PairRows users = PairRows.byUser(training, parallel);
        PairRows items = users.transposed(N);
        int[][] neighbours = new int[N][];
        float[][] similarities = new float[N][];
        parallel.forEach(Math.ceilDiv(N, CHUNK), chunk -> {
            int[] common = new int[N];
            long[] keys = new long[N];
            int end = Math.min(N, (chunk + 1) * CHUNK);
            for (int item = chunk * CHUNK; item < end; item++) {
                items.multiply(item, users, common);
                int count = select(item, common, items, keys);
                neighbours[item] = new int[count];
                similarities[item] = new float[count];
                for (int place = 0; place < count; place++) {
                    neighbours[item][place] = BestFirst.number(keys[place]);
                    similarities[item][place] = BestFirst.value(keys[place]);
                }
                if (config.normalized()) {
                    scale(similarities[item]);
                }
            }
            progress.advance(end - chunk * CHUNK);
        });
        return ItemKnnModel.of(config, neighbours, similarities);
    }

    /** Puts the most similar items, of equal ones the lower numbers, into {@code keys}, best first, and returns how many there are. */
    private int select(int item, int[] common, PairRows items, long[] keys) {
        int found = 0;
        for (int other = 0; other < common.length; other++) {
            if (common[other] > 0 && other != item) {
                float similarity = similarity(common[other], items.count(item), items.count(other));
                keys[found++] = BestFirst.key(similarity, other);
            }
        }
        Arrays.sort(keys, 0, found);
        return Math.min(found, config.neighbours());
    }

    private float similarity(int common, int users, int otherUsers) {
        double whole = switch (config.similarity()) {
            case COSINE -> Math.sqrt((double) users * otherUsers);
            case JACCARD -> (double) users + otherUsers - common;
            case CONDITIONAL -> users * StrictMath.pow(otherUsers, config.popularityExponent());
        };
        return (float) (common / whole * (common / (common + (double) config.shrinkage())));
    }

    private static void scale(float[] similarities) {
        double sum = 0;
        for (float similarity : similarities) {
            sum += similarity;
        }
        for (int place = 0; place < similarities.length; place++) {
            similarities[place] /= (float) sum;
        }
    }
}
