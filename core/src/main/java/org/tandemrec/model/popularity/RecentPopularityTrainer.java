package org.tandemrec.model.popularity;

import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.SingleEpochRun;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.model.popularity.RecentPopularityConfig.Moment;

/** Counts how often every item was taken of late: an event's weight halves in every half-life ({@link RecentPopularityConfig}). */
public record RecentPopularityTrainer(RecentPopularityConfig config) implements Trainer {
    /** The kind's name. */
    public static final String KIND = "recent-popularity";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        return DecayedCounts.bytes(training.size());
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Check.argument(training.size() > 0, "%s needs at least one training interaction", kind());
        Check.argument(
                training.hasTimes(),
                "%s needs a time in every row, but the data has none; use popularity, which needs no times",
                kind());
        return new SingleEpochRun(
                training.size(),
                "interactions",
                progress -> {
                    DecayedCounts counts =
                            DecayedCounts.of(training, config.halfLifeDays(), context.parallel(), progress);
                    return new SingleEpochRun.Fitted(model(counts, PopularityTrainer.activeUsers(training)), 0);
                },
                state -> load(config, state));
    }

    private Model model(DecayedCounts counts, int users) {
        if (config.asOf() == Moment.QUERY) {
            return new RecentPopularityModel(counts, users);
        }
        float[] popularity = new float[counts.itemCount()];
        counts.write(counts.endMillis(), 1f / users, popularity, 0);
        return new PopularityModel(KIND, popularity);
    }

    /**
     * Loads a model of this trainer from its state.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the others
     */
    public static Model load(RecentPopularityConfig config, ModelState state) {
        return config.asOf() == Moment.QUERY
                ? RecentPopularityModel.load(config, state)
                : PopularityModel.load(KIND, state);
    }
}
