package org.tandemrec.model.neumf;

import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchTraining;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/** Trains neural matrix factorisation (He, Liao, Zhang, Nie, Hu and Chua, <em>Neural Collaborative Filtering</em>, WWW 2017). */
public record NeuMfTrainer(NeuMfConfig config) implements Trainer {
    @Override
    public String kind() {
        return NeuMfModel.KIND;
    }

    @Override
    public int epochs() {
        return config.epochs();
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        long columns = (long) config.factors() + config.embedding();
        long weights = ((long) training.userCount() + training.itemCount()) * columns;
        long units = 0;
        int[] sizes = config.sizes();
        for (int l = 1; l < sizes.length; l++) {
            weights += (sizes[l - 1] + 1L) * sizes[l];
            units += sizes[l];
        }
        long rows = config.batchSize() * (config.negatives() + 1L);
        long scratch = rows * (2 * units + 4L * config.embedding() + 2L * config.factors());
        long perItem = training.itemCount() * columns; // the mean user of each item
        return 3L * Integer.BYTES * training.size()
                + Float.BYTES * (MiniBatchTraining.COPIES * weights + 2 * perItem + scratch);
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Check.argument(training.size() > 0, "%s needs at least one training interaction", kind());
        NeuMfWeights.checkSize(training.userCount(), training.itemCount(), config);
        return new NeuMfRun(config, training, context.seed().child(kind()), context.parallel());
    }
}
