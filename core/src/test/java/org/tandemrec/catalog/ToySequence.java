package org.tandemrec.catalog;

import java.util.Arrays;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Session;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/** A model that counts which item follows which: item {@code j}'s score is {@code step} times the times it followed the last item. */
public record ToySequence(int userCount, int itemCount, int[] follows, float step) implements Model {
    @Override
    public boolean readsTimes() {
        return true;
    }

    /** Its config. */
    public record Config(float step) {
        static final Config DEFAULT = new Config(1);
        static final Config PAPER = new Config(2);
    }

    /** Trains it. */
    public record SequenceTrainer(Config config) implements Trainer {
        @Override
        public String kind() {
            return "toy-sequence";
        }

        @Override
        public TrainingRun start(Interactions training, TrainingContext context) {
            int items = training.itemCount();
            return new Run(training, new ToySequence(training.userCount(), items, new int[items * items], config.step));
        }
    }

    private record Run(Interactions training, ToySequence counting) implements TrainingRun {
        @Override
        public int epochs() {
            return 1;
        }

        @Override
        public long epochUnits() {
            return training.size();
        }

        @Override
        public String unit() {
            return "events";
        }

        @Override
        public double epoch(int epoch, ProgressListener.Task progress) {
            for (int user = 0; user < training.userCount(); user++) {
                for (int row = training.start(user) + 1; row < training.end(user); row++) {
                    counting.follows[training.item(row - 1) * counting.itemCount + training.item(row)]++;
                }
            }
            progress.advance(training.size());
            return 0;
        }

        @Override
        public Model model() {
            return new ToySequence(counting.userCount, counting.itemCount, counting.follows.clone(), counting.step);
        }

        @Override
        public ModelState state() {
            return model().state();
        }

        @Override
        public void restore(ModelState state) {
            System.arraycopy(state.ints("follows"), 0, counting.follows, 0, counting.follows.length);
        }
    }

    static ToySequence load(Config config, ModelState state) {
        int[] follows = state.ints("follows");
        return new ToySequence(state.ints("users")[0], (int) Math.sqrt(follows.length), follows, config.step);
    }

    @Override
    public String kind() {
        return "toy-sequence";
    }

    @Override
    public ModelState state() {
        return new ModelState().put("users", new int[] {userCount}).put("follows", follows, itemCount, itemCount);
    }

    @Override
    public Session open(int lanes) {
        int[] last = new int[lanes];
        Arrays.fill(last, -1);
        return new Session() {
            @Override
            public int lanes() {
                return lanes;
            }

            @Override
            public void reset(int lane, int user) {
                last[lane] = -1;
            }

            @Override
            public void advance(int[] next, long[] times) {
                for (int lane = 0; lane < lanes; lane++) {
                    last[lane] = next[lane] < 0 ? last[lane] : next[lane];
                }
            }

            @Override
            public void score(int[] chosen, int count, float[] scores) {
                for (int row = 0; row < count; row++) {
                    for (int item = 0; item < itemCount; item++) {
                        int from = last[chosen[row]];
                        scores[row * itemCount + item] = from < 0 ? 0 : step * follows[from * itemCount + item];
                    }
                }
            }
        };
    }
}
