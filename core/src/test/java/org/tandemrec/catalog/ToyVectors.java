package org.tandemrec.catalog;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tandemrec.base.Check;
import org.tandemrec.base.Description;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.model.UserVectors;

/** A model of random user and item vectors, shaken a little more in every epoch; scores are dot products. */
public record ToyVectors(int size, float[] users, float[] items) implements Model, ItemVectors, UserVectors {
    /** How vectors are shaken. */
    public enum Shake {
        GENTLE,
        VERY_HARD
    }

    /** Its config, with a component of every type. */
    public record Config(
            @Description("dimensions of a vector") int factors,
            float learningRate,
            double decay,
            boolean bias,
            long salt,
            String note,
            Shake shake,
            int epochs) {
        static final Config DEFAULT = new Config(2, 0.02f, 0.5, true, 7, "plain", Shake.GENTLE, 3);
        static final Config PAPER = new Config(4, 0.001f, 0.25, false, 8, "paper", Shake.VERY_HARD, 2);

        public Config {
            Check.argument(factors >= 1, "factors must be at least 1, but was %d", factors);
        }
    }

    /** Trains it. */
    public record VectorsTrainer(Config config) implements Trainer {
        @Override
        public String kind() {
            return "toy-vectors";
        }

        @Override
        public int epochs() {
            return config.epochs;
        }

        @Override
        public TrainingRun start(Interactions training, TrainingContext context) {
            float[] users = new float[training.userCount() * config.factors];
            float[] items = new float[training.itemCount() * config.factors];
            return new Run(config, context.seed(), users, items);
        }
    }

    private record Run(Config config, Seed seed, float[] users, float[] items) implements TrainingRun {
        @Override
        public int epochs() {
            return config.epochs;
        }

        @Override
        public long epochUnits() {
            return 1;
        }

        @Override
        public String unit() {
            return "shakes";
        }

        @Override
        public double epoch(int epoch, ProgressListener.Task progress) {
            SplittableRandom random = seed.child(config.salt).child(epoch).random();
            for (float[] vectors : new float[][] {users, items}) {
                for (int i = 0; i < vectors.length; i++) {
                    vectors[i] += (float) random.nextDouble(-1, 1) * config.learningRate;
                }
            }
            progress.advance(1);
            return 1.0 / epoch;
        }

        @Override
        public Model model() {
            return new ToyVectors(config.factors, users.clone(), items.clone());
        }

        @Override
        public ModelState state() {
            return model().state();
        }

        @Override
        public void restore(ModelState state) {
            System.arraycopy(state.floats("users"), 0, users, 0, users.length);
            System.arraycopy(state.floats("items"), 0, items, 0, items.length);
        }
    }

    static ToyVectors load(Config config, ModelState state) {
        return new ToyVectors(config.factors, state.floats("users"), state.floats("items"));
    }

    @Override
    public String kind() {
        return "toy-vectors";
    }

    @Override
    public int userCount() {
        return users.length / size;
    }

    @Override
    public int itemCount() {
        return items.length / size;
    }

    @Override
    public int vectorSize() {
        return size;
    }

    @Override
    public float[] itemVectors() {
        return items;
    }

    @Override
    public float[] userVectors() {
        return users;
    }

    @Override
    public ModelState state() {
        return new ModelState().put("users", users, userCount(), size).put("items", items, itemCount(), size);
    }

    @Override
    public Session open(int lanes) {
        int[] user = new int[lanes];
        Arrays.fill(user, Query.UNKNOWN_USER);
        return new Session() {
            @Override
            public int lanes() {
                return lanes;
            }

            @Override
            public void reset(int lane, int newUser) {
                user[lane] = newUser;
            }

            @Override
            public void advance(int[] next, long[] times) {}

            @Override
            public void score(int[] chosen, int count, float[] scores) {
                for (int row = 0; row < count; row++) {
                    for (int item = 0; item < itemCount(); item++) {
                        scores[row * itemCount() + item] = dot(user[chosen[row]], item);
                    }
                }
            }
        };
    }

    private float dot(int user, int item) {
        float sum = 0;
        for (int f = 0; user >= 0 && f < size; f++) {
            sum += users[user * size + f] * items[item * size + f];
        }
        return sum;
    }
}
