package org.tandemrec.eval;

import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Replay;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.Split;

/**
 * Ranks every test target of a split, each on the history before it, by several models at once.
 *
 * <p>Candidates are the items with a training event. A target outside them is a miss and stays in the denominator; ties take the
 * worst rank, and a score that is no number counts as the best one against the target. The figures do not depend on the number of
 * threads.
 */
public final class Evaluator {
    private final Split split;
    private final Candidates candidates;
    private final Protocol protocol;

    /** An evaluator of the split's test targets. */
    public Evaluator(Split split, Protocol protocol) {
        this.split = split;
        this.candidates = Candidates.of(split.train());
        this.protocol = protocol;
    }

    /** Evaluates contenders on all processors without telling anybody. */
    public Evaluation evaluate(List<Contender> contenders) {
        try (Parallel parallel = Parallel.ofMachine()) {
            return evaluate(contenders, parallel, ProgressListener.NONE);
        }
    }

    /** Evaluates contenders; fusions share the scores of parts that are contenders, too. */
    public Evaluation evaluate(List<Contender> contenders, Parallel parallel, ProgressListener progress) {
        Ranks ranks = new Ranks(split, candidates, protocol, contenders);
        Replay replay =
                new Replay(split, contenders.stream().map(Contender::model).toList());
        try (ProgressListener.Task task = progress.start("evaluating", split.targetCount(), "targets")) {
            replay.run(parallel, ranks::visitor, task);
        }
        return ranks.evaluation();
    }
}
