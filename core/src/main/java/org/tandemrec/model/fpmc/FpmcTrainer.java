package org.tandemrec.model.fpmc;

import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/**
 * Trains factorised personalised Markov chains (Rendle, Freudenthaler and Schmidt-Thieme, <em>Factorizing Personalized Markov Chains for
 * Next-Basket Recommendation</em>, WWW 2010).
 */
public record FpmcTrainer(FpmcConfig config) implements Trainer {
    @Override
    public String kind() {
        return FpmcModel.KIND;
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        long F = config.factors();
        long N = training.itemCount();
        long weights = training.userCount() * F + N * (3 * F + 1);
        long order = 2L * Integer.BYTES * training.size();
        long rows = config.batchSize();
        long columns = switch (config.learning()) {
            case S_BPR -> 0;
            case MINI_BATCH -> config.scored().columns(N, rows);
        };
        return order + Float.BYTES * (MiniBatchTraining.COPIES * weights + 2 * columns * (rows + 2 * F) + 4 * rows * F);
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        SequenceUsers.check(training, kind());
        int items = 0;
        for (int count : training.itemCounts()) {
            items += count > 0 ? 1 : 0;
        }
        Check.argument(items >= 2, "fpmc needs at least two items to tell apart, but the training data has %d", items);
        FpmcWeights.checkSize(training.userCount(), training.itemCount(), config.factors());
        Seed seed = context.seed().child(kind());
        return switch (config.learning()) {
            case S_BPR -> new PairwiseRun(config, training, seed);
            case MINI_BATCH -> new FpmcRun(config, training, seed, context.parallel());
        };
    }
}
