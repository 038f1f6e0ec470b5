package org.tandemrec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.model.CheckpointStore.Checkpoint;

class TrainingLoopTest {
    private static final Model MODEL = new FixedScores(1, 1, (user, last, item) -> 0);

    /** Writes down what is asked of it, as do the listeners beside it. */
    private record Log(List<String> lines, int failing) implements TrainingRun, ProgressListener, CheckpointStore {
        @Override
        public int epochs() {
            return 3;
        }

        @Override
        public long epochUnits() {
            return 7;
        }

        @Override
        public String unit() {
            return "events";
        }

        @Override
        public double epoch(int epoch, ProgressListener.Task progress) {
            lines.add("epoch " + epoch);
            if (epoch == failing) {
                throw new NonFiniteLossException("toy", epoch, 5, Double.NaN, 0.5);
            }
            progress.advance(7);
            return epoch / 10.0;
        }

        @Override
        public Model model() {
            return MODEL;
        }

        @Override
        public ModelState state() {
            return new ModelState();
        }

        @Override
        public void restore(ModelState state) {
            lines.add("restore " + state.ints("mark")[0]);
        }

        @Override
        public ProgressListener.Task start(String name, long total, String unit) {
            lines.add("start " + name + " of " + total + " " + unit);
            return new ProgressListener.Task() {
                @Override
                public void advance(long amount) {
                    lines.add("advance " + amount);
                }

                @Override
                public void close() {
                    lines.add("close");
                }
            };
        }

        @Override
        public Optional<Checkpoint> latest() {
            return Optional.empty();
        }

        @Override
        public void save(Checkpoint checkpoint) {
            lines.add("save " + checkpoint.epoch());
        }
    }

    private static float[] scores(Model model, Query query) {
        float[] scores = new float[model.itemCount()];
        model.score(query, scores);
        return scores;
    }

    private static TrainingContext context(Log log, CheckpointStore store) {
        return TrainingContext.of(1)
                .withProgress(log)
                .withCheckpoints(store)
                .withEpochs((epoch, loss, model) -> log.lines.add("completed " + epoch + " " + loss));
    }

    private static CheckpointStore holding(int epoch) {
        return new CheckpointStore() {
            @Override
            public Optional<Checkpoint> latest() {
                return Optional.of(new Checkpoint(epoch, new ModelState().put("mark", new int[] {40 + epoch})));
            }

            @Override
            public void save(Checkpoint checkpoint) {}
        };
    }

    @Test
    void anEpochIsShownThenTheCheckpointIsSaved() {
        Log log = new Log(new ArrayList<>(), 2);
        assertThatThrownBy(() -> TrainingLoop.run("toy", log, context(log, log)))
                .hasMessage(
                        "toy: the loss became NaN in epoch 2, batch 5; lower the learning rate (now 0.5, try 0.125)");
        assertThat(log.lines)
                .containsExactly(
                        "start toy epoch 1/3 of 7 events",
                        "epoch 1",
                        "advance 7",
                        "close",
                        "completed 1 0.1",
                        "save 1",
                        "start toy epoch 2/3 of 7 events",
                        "epoch 2",
                        "close");
    }

    @Test
    void goesOnAfterTheCheckpoint() {
        Log log = new Log(new ArrayList<>(), 0);
        assertThat(TrainingLoop.run("toy", log, context(log, holding(2)))).isSameAs(MODEL);
        assertThat(log.lines)
                .containsExactly(
                        "restore 42",
                        "start toy epoch 3/3 of 7 events",
                        "epoch 3",
                        "advance 7",
                        "close",
                        "completed 3 0.3");
    }

    @Test
    void stopsAfterTheLastEpochThatIsAskedForAndShowsTheWholeNumber() {
        Log log = new Log(new ArrayList<>(), 0);
        assertThat(TrainingLoop.run("toy", log, 2, context(log, holding(1)))).isSameAs(MODEL);
        assertThat(log.lines)
                .containsExactly(
                        "restore 41",
                        "start toy epoch 2/3 of 7 events",
                        "epoch 2",
                        "advance 7",
                        "close",
                        "completed 2 0.2");
        for (int wrong : new int[] {0, 4}) {
            assertThatThrownBy(() -> TrainingLoop.run("toy", log, wrong, context(log, holding(1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the last epoch must be from 1 to 3, but was " + wrong);
        }
    }

    @Test
    void aFinishedRunIsNotTrainedAgain() {
        Log log = new Log(new ArrayList<>(), 0);
        assertThat(TrainingLoop.run("toy", log, context(log, holding(3)))).isSameAs(MODEL);
        assertThat(log.lines).containsExactly("restore 43");
    }

    @Test
    void aCheckpointBeyondTheEpochsIsRejected() {
        Log log = new Log(new ArrayList<>(), 0);
        assertThatThrownBy(() -> TrainingLoop.run("toy", log, context(log, holding(4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the checkpoint has 4 epochs, but only 3 are asked for; raise epochs or start without it");
    }

    @Test
    void aQueryHandsItsTimesOn() {
        LastTime parts = new LastTime(2);
        for (Model model : List.of(parts, new ToyFusion(parts, parts, 0.5f))) {
            assertThat(scores(model, new Query(0, new int[] {1, 0}, new long[] {1000, 7000})))
                    .containsExactly(7, 7);
            assertThat(scores(model, new Query(0, new int[] {1, 0}, new long[] {1000, Session.UNTIMED})))
                    .containsExactly(-2, -2);
            assertThat(scores(model, Query.ofHistory(1, 0))).containsExactly(-2, -2);
            assertThat(scores(model, Query.ofHistory())).containsExactly(-1, -1);
        }
    }

    @Test
    void aQueryNamesItemsOrFails() {
        assertThat(Query.ofHistory(1, 2).user()).isEqualTo(Query.UNKNOWN_USER);
        for (int wrong : new int[] {-1, 1}) {
            assertThatThrownBy(() -> MODEL.score(Query.ofHistory(0, wrong), new float[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("items are 0 … 0, but the history has " + wrong);
        }
        assertThatThrownBy(() -> new Query(0, new int[2], new long[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a query has no times or one for each event, but it has 3 times for 2 events");
        assertThatThrownBy(() -> MODEL.score(Query.ofHistory(), new float[0]))
                .hasMessage("0 scores do not hold 1 items");
    }
}
