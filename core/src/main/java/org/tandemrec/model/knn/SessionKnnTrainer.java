package org.tandemrec.model.knn;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.PairRows;
import org.tandemrec.model.SingleEpochRun;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/**
 * Keeps the users' histories as past sessions, for V-SkNN (Ludewig and Jannach, <em>Evaluation of Session-based Recommendation
 * Algorithms</em>, User Modeling and User-Adapted Interaction 2018) to compare with.
 */
public record SessionKnnTrainer(SessionKnnConfig config) implements Trainer {
    /** The kind's name. */
    public static final String KIND = "session-knn";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        return PastSessions.bytes(training.size()) + PairRows.bytes(training.size(), training.itemCount());
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Check.argument(training.size() > 0, "%s needs at least one training interaction", kind());
        return new SingleEpochRun(
                training.size(),
                "interactions",
                progress -> {
                    PairRows users = PairRows.byUser(training, context.parallel());
                    PastSessions sessions = PastSessions.of(users, byRecency(training), training.itemCount());
                    progress.advance(training.size());
                    return new SingleEpochRun.Fitted(new SessionKnnModel(config, sessions), 0);
                },
                state -> SessionKnnModel.load(config, state));
    }

    /** Users with an event, the one whose last event is latest first, of equal ones the one of the higher number. */
    private static int[] byRecency(Interactions training) {
        Integer[] users = new Integer[training.userCount()];
        Arrays.setAll(users, user -> user);
        return Arrays.stream(users)
                .filter(user -> training.count(user) > 0)
                .sorted((a, b) -> {
                    int later = Long.compare(last(training, b), last(training, a));
                    return later != 0 ? later : Integer.compare(b, a);
                })
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static long last(Interactions training, int user) {
        return training.timeMillis(training.end(user) - 1);
    }
}
