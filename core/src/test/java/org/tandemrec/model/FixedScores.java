package org.tandemrec.model;

import java.util.Arrays;
import org.tandemrec.data.Interactions;

/** A model that nothing trains: its scores are a function of the user and the last item. */
public record FixedScores(int userCount, int itemCount, Function function) implements Model {
    /** The score of an item. */
    @FunctionalInterface
    public interface Function {
        /**
         * The score.
         *
         * @param last the last item of the history, -1 without one
         */
        double score(int user, int last, int item);
    }

    /** A trainer that makes it. */
    public static Trainer trainer(String kind, Function function) {
        return new FixedTrainer(kind, function);
    }

    private record FixedTrainer(String kind, Function function) implements Trainer {
        @Override
        public TrainingRun start(Interactions training, TrainingContext context) {
            return new Run(new FixedScores(training.userCount(), training.itemCount(), function));
        }
    }

    private record Run(Model model) implements TrainingRun {
        @Override
        public int epochs() {
            return 1;
        }

        @Override
        public long epochUnits() {
            return 1;
        }

        @Override
        public String unit() {
            return "events";
        }

        @Override
        public double epoch(int epoch, ProgressListener.Task progress) {
            progress.advance(1);
            return 0;
        }

        @Override
        public ModelState state() {
            return model.state();
        }

        @Override
        public void restore(ModelState state) {}
    }

    @Override
    public String kind() {
        return "fixed";
    }

    @Override
    public ModelState state() {
        return new ModelState();
    }

    @Override
    public Session open(int lanes) {
        return new Lanes(this, new int[lanes], new int[lanes]);
    }

    private record Lanes(FixedScores model, int[] user, int[] last) implements Session {
        Lanes {
            Arrays.fill(user, Query.UNKNOWN_USER);
            Arrays.fill(last, -1);
        }

        @Override
        public int lanes() {
            return user.length;
        }

        @Override
        public void reset(int lane, int newUser) {
            user[lane] = newUser;
            last[lane] = -1;
        }

        @Override
        public void advance(int[] items, long[] times) {
            for (int lane = 0; lane < user.length; lane++) {
                last[lane] = items[lane] < 0 ? last[lane] : items[lane];
            }
        }

        @Override
        public void score(int[] lanes, int count, float[] scores) {
            for (int row = 0; row < count; row++) {
                for (int item = 0; item < model.itemCount; item++) {
                    scores[row * model.itemCount + item] =
                            (float) model.function.score(user[lanes[row]], last[lanes[row]], item);
                }
            }
        }
    }
}
