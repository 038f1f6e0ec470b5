package org.tandemrec.eval;

import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.model.Model;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Validator;
import org.tandemrec.split.Split;

/**
 * Validates a model by a ranking metric over the targets of all users, or of some who are drawn once and stay the same in every
 * epoch, so that validation stays cheap beside training.
 *
 * @param measured the metric
 * @param candidates what targets are ranked among
 * @param maxUsers of how many users with targets at most the targets are ranked; {@link #ALL_USERS} for all
 * @param seed the seed of the run; its child {@code validation} draws the users, its child {@code evaluation} the negatives
 * @param parallel the threads
 * @param progress is told how far the work has come
 */
public record RankingValidator(
        RankingMetric measured,
        CandidateRule candidates,
        int maxUsers,
        Seed seed,
        Parallel parallel,
        ProgressListener progress)
        implements Validator {
    /** No limit to the number of users. */
    public static final int ALL_USERS = Integer.MAX_VALUE;

    /** Checks the number of users. */
    public RankingValidator {
        Check.argument(maxUsers >= 1, "validation needs at least 1 user, but was to have %d", maxUsers);
    }

    /** A validator of all users on all processors that tells nobody, in the full ranking. */
    public static RankingValidator of(String metric, long seed) {
        return new RankingValidator(
                RankingMetric.parse(metric),
                new CandidateRule.FullUnseen(),
                ALL_USERS,
                new Seed(seed),
                Parallel.shared(),
                ProgressListener.NONE);
    }

    @Override
    public String metric() {
        return measured.toString();
    }

    /** The figure that an {@link Evaluator} finds; of a fusion, that of the fusion itself. */
    @Override
    public double score(Model model, Split split) {
        Protocol protocol =
                new Protocol(List.of(candidates), List.of(measured.k()), seed).withMetrics(List.of(measured.metric()));
        return new Evaluator(split.sampleUsers(maxUsers, seed.child("validation")), protocol)
                .evaluate(List.of(Contender.of(model)), parallel, progress)
                .value(candidates.toString(), model.kind(), measured.name(), measured.k());
    }

    /** The number of users whose targets are ranked. */
    public int users(Split split) {
        return Math.min(maxUsers, split.usersWithTarget());
    }
}
