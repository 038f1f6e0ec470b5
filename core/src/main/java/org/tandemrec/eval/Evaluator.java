package org.tandemrec.eval;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.model.Model;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Replay;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.Split;

/**
 * Ranks every test target of a split, each on the history before it, by several models at once.
 *
 * <p>Candidates are the items with a training event. A target outside them is a miss and stays in the denominator; a
 * score that is no number counts as the best one against the target. The figures do not depend on the number of
 * threads.
 */
public final class Evaluator {
    /* Sums of 2^rating stay finite. */
    private static final int MOST_RATING = 900;

    private final Split split;
    private final Split histories;
    private final Candidates candidates;
    private final Protocol protocol;
    private final int usersWithTarget;

    /**
     * An evaluator of the split's test targets: of all users, or of as many as the protocol says.
     *
     * @throws IllegalArgumentException if there are none, or the protocol measures gains of ratings that the data does not have
     */
    public Evaluator(Split split, Protocol protocol) {
        Check.argument(
                split.targetCount() > 0,
                "%s leaves no test target in %d interactions, so there is nothing to evaluate; choose another split",
                split.rule(),
                split.all().size());
        requireGains(split, protocol);
        this.split = split.sampleUsers(protocol.users(), protocol.seed().child("users"));
        this.histories = this.split;
        this.usersWithTarget = split.usersWithTarget();
        this.candidates = Candidates.of(split.train());
        this.protocol = protocol;
    }

    private Evaluator(Evaluator other, Split histories) {
        this.split = other.split;
        this.histories = histories;
        this.usersWithTarget = other.usersWithTarget;
        this.candidates = other.candidates;
        this.protocol = other.protocol;
    }

    /**
     * Returns an evaluator of the same targets that shows the models other histories before them. All else stays what it is here: lists,
     * candidates, the items of a user's history that a list leaves out, counts, slices and sampled negatives.
     *
     * @param others has the same rows and targets as {@link #evaluated}, for example {@code
     *     ShuffledOrder.of(evaluator.evaluated(), protocol.targets(), protocol.seed())}
     * @throws IllegalArgumentException if rows or targets differ
     */
    public Evaluator withHistories(Split others) {
        Check.argument(
                others.all().userCount() == split.all().userCount()
                        && others.all().itemCount() == split.all().itemCount(),
                "other histories must be of the same %d users and %d items, but are of %d and %d; make them from what is evaluated",
                split.all().userCount(),
                split.all().itemCount(),
                others.all().userCount(),
                others.all().itemCount());
        for (int user = 0; user < split.all().userCount(); user++) {
            Check.argument(
                    sameTargets(others, user),
                    "other histories must be before the same targets, but user %d has others; make them from what is evaluated",
                    user);
        }
        return new Evaluator(this, others);
    }

    private boolean sameTargets(Split others, int user) {
        boolean same = others.all().start(user) == split.all().start(user)
                && others.train().end(user) == split.train().end(user)
                && others.all().end(user) == split.all().end(user);
        if (same && split.targetCount(user) > 0) {
            for (int row = protocol.targets().firstRow(split, user);
                    row < split.all().end(user);
                    row++) {
                same &= others.all().item(row) == split.all().item(row);
            }
        }
        return same;
    }

    private static void requireGains(Split split, Protocol protocol) {
        if (!protocol.metrics().contains(Metric.NDCG_GRADED)) {
            return;
        }
        Check.argument(
                split.all().hasRatings(),
                "%s needs ratings, but the data has none; measure %s instead",
                Metric.NDCG_GRADED,
                Metric.NDCG);
        for (int user = 0; user < split.all().userCount(); user++) {
            for (int row = split.train().end(user); row < split.all().end(user); row++) {
                float rating = split.all().rating(row);
                Check.argument(
                        rating >= 0 && rating <= MOST_RATING,
                        "%s gains 2^rating - 1, so ratings must be 0 … %d, but one of user %d is %s; measure %s instead",
                        Metric.NDCG_GRADED,
                        MOST_RATING,
                        user,
                        rating,
                        Metric.NDCG);
            }
        }
    }

    /** What is evaluated: the split with the targets of the drawn users alone. */
    public Split evaluated() {
        return split;
    }

    /** Whose targets are ranked, for people; empty where those of all users are. */
    public Optional<String> sample() {
        return protocol.users() >= usersWithTarget
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d of %,d users with test targets count, drawn by seed %d",
                        protocol.users(),
                        usersWithTarget,
                        protocol.seed().value()));
    }

    /** Evaluates contenders on all processors without telling anybody. */
    public Evaluation evaluate(List<Contender> contenders) {
        return evaluate(contenders, Parallel.shared(), ProgressListener.NONE);
    }

    /**
     * Evaluates contenders; fusions share the scores of parts that are contenders, too.
     *
     * @throws IllegalArgumentException if there is no contender, a name is taken, or a model is of other data
     */
    public Evaluation evaluate(List<Contender> contenders, Parallel parallel, ProgressListener progress) {
        check(contenders);
        Measurement sums = new Measurement(split, candidates, protocol, contenders);
        Replay replay = new Replay(
                histories,
                protocol.targets(),
                contenders.stream().map(Contender::model).toList());
        try (ProgressListener.Task task =
                progress.start("evaluating", protocol.targets().lists(split), "targets")) {
            replay.run(parallel, sums::visitor, task);
        }
        return FigureTable.of(sums);
    }

    private void check(List<Contender> contenders) {
        Check.argument(!contenders.isEmpty(), "an evaluation needs at least one contender");
        Set<String> names = new HashSet<>(Set.of(Measurement.BEST_CONSTANT));
        for (Contender contender : contenders) {
            Check.argument(
                    names.add(contender.name()),
                    "the name \"%s\" is taken; give each contender one of its own",
                    contender.name());
            Model model = contender.model();
            int users = split.all().userCount();
            Check.argument(
                    model.itemCount() == split.all().itemCount()
                            && (model.userCount() == 0 || model.userCount() == users),
                    "%s has %d users and %d items, but the data has %d and %d; evaluate it on the data it was trained on",
                    contender.name(),
                    model.userCount(),
                    model.itemCount(),
                    users,
                    split.all().itemCount());
        }
    }
}
