package org.tandemrec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.Interactions;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import tools.jackson.databind.json.JsonMapper;

class EarlyStoppingTest {
    private static final int EPOCHS = 4;
    private static final int BEST = 2;
    private static final Interactions DATA = Generator.generate(
                    new GeneratorConfig(30, 60, 4, 8, 12, 0.45, 0.92, 0.08, 3, 3.0, 0.4, 0.6, 1000), new Seed(1))
            .dataset()
            .interactions();

    private static Trainer trainer(String kind) {
        String config = switch (kind) {
            case "lfm" -> "{'factors':3,'epochs':4}";
            case "gru4rec" -> "{'hiddenSize':4,'batchSize':8,'epochs':4}";
            default ->
                "{'longTerm':{'config':{'factors':3,'epochs':4}},'negatives':5,"
                        + "'shortTerm':{'config':{'hiddenSize':4,'batchSize':8,'epochs':3}}}";
        };
        return ModelCatalog.standard().trainer(kind, JsonMapper.shared().readTree(config.replace('\'', '"')));
    }

    private static TrainingContext context() {
        return TrainingContext.of(1).withParallel(Parallel.sequential());
    }

    /** The models of all epochs of a training without validation. */
    private static List<Model> epochs(String kind, Interactions training) {
        List<Model> models = new ArrayList<>();
        trainer(kind).train(training, context().withEpochs((epoch, loss, model) -> models.add(model)));
        assertThat(models).hasSize(EPOCHS);
        return models;
    }

    /** Likes a model the better, the nearer its scores are to those of another. */
    private record Nearness(Model to) implements Validator {
        @Override
        public String metric() {
            return "nearness";
        }

        @Override
        public double score(Model model, Split split) {
            float[] scores = new float[to.itemCount()];
            float[] expected = new float[to.itemCount()];
            double distance = 0;
            for (int user = 0; user < 5; user++) {
                Query query = new Query(user, split.all().item(split.all().start(user)));
                model.score(query, scores);
                to.score(query, expected);
                for (int item = 0; item < scores.length; item++) {
                    distance += Math.abs(scores[item] - expected[item]);
                }
            }
            return -distance;
        }
    }

    /** Writes down what it is told. */
    private static final class Curve implements EpochListener {
        final List<Validation.Point> points = new ArrayList<>();
        final List<Integer> best = new ArrayList<>();
        final List<String> trained = new ArrayList<>();
        private String phase = "";

        @Override
        public void completed(int epoch, double loss, Model model) {
            trained.add(phase + epoch);
        }

        @Override
        public void validated(Validation.Point point, boolean better) {
            points.add(point);
            if (better) {
                best.add(point.epoch());
            }
        }

        @Override
        public void refitting(int epochs) {
            phase = "refit " + epochs + "/";
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Keeps the last checkpoint, and ends the run as soon as that of an epoch is kept. */
    private static final class KilledAfter implements CheckpointStore {
        private final int epoch;
        private @Nullable Checkpoint latest;

        KilledAfter(int epoch) {
            this.epoch = epoch;
        }

        @Override
        public Optional<Checkpoint> latest() {
            return Optional.ofNullable(latest);
        }

        @Override
        public void save(Checkpoint checkpoint) {
            assertThat(latest == null ? 1 : latest.epoch() + 1).isEqualTo(checkpoint.epoch());
            latest = checkpoint;
            if (checkpoint.epoch() == epoch) {
                throw new Killed();
            }
        }
    }

    private static void assertSame(Model actual, Model expected) {
        assertThat(actual.state().tensors())
                .usingRecursiveComparison()
                .isEqualTo(expected.state().tensors());
    }

    @ParameterizedTest
    @CsvSource({"lfm,false", "lfm,true", "gru4rec,false", "gru4rec,true", "ra-lst,false", "ra-lst,true"})
    void interruptedAfterAnyEpochItEndsTheSame(String kind, boolean refit) {
        Split split = SplitRule.PAPER.apply(DATA);
        Model best = epochs(kind, split.train()).get(BEST - 1);
        Model expected = refit ? epochs(kind, DATA).get(BEST - 1) : best;
        TrainingContext context = context().withValidation(new Validation(new Nearness(best), 0, refit));
        Curve whole = new Curve();
        assertSame(trainer(kind).train(DATA, context.withEpochs(whole)), expected);
        assertThat(whole.best).containsExactly(1, BEST);
        assertThat(whole.points).extracting(Validation.Point::epoch).containsExactly(1, 2, 3, 4);
        assertThat(whole.points.get(BEST - 1).metric()).isZero();
        List<String> epochs = new ArrayList<>(List.of("1", "2", "3", "4"));
        if (refit) {
            epochs.addAll(List.of("refit 2/1", "refit 2/2"));
        }
        assertThat(whole.trained).isEqualTo(epochs);
        for (int killed = 1; killed <= epochs.size(); killed++) {
            KilledAfter store = new KilledAfter(killed);
            TrainingContext interrupted = context.withCheckpoints(store);
            assertThatThrownBy(() -> trainer(kind).train(DATA, interrupted)).isInstanceOf(Killed.class);
            Curve resumed = new Curve();
            assertSame(trainer(kind).train(DATA, interrupted.withEpochs(resumed)), expected);
            assertThat(resumed.points).isEqualTo(whole.points);
            assertThat(resumed.best).isEqualTo(whole.best);
            assertThat(resumed.trained).isEqualTo(epochs.subList(killed, epochs.size()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void patienceEndsTheSearch(int patience) {
        Split split = SplitRule.PAPER.apply(DATA);
        Model first = epochs("lfm", split.train()).getFirst();
        KilledAfter store = new KilledAfter(0);
        TrainingContext context = context()
                .withValidation(new Validation(new Nearness(first), patience, false))
                .withCheckpoints(store);
        Curve curve = new Curve();
        assertSame(trainer("lfm").train(DATA, context.withEpochs(curve)), first);
        assertThat(curve.points).hasSize(1 + patience);
        assertThat(Objects.requireNonNull(store.latest).epoch()).isEqualTo(1 + patience);
        Curve again = new Curve();
        assertSame(trainer("lfm").train(DATA, context.withEpochs(again)), first);
        assertThat(again.points).isEqualTo(curve.points);
        assertThat(again.trained).isEmpty();
    }

    /** Finds every model as good as any other, or none of them a number. */
    private record Constant(double value) implements Validator {
        @Override
        public String metric() {
            return "constant";
        }

        @Override
        public double score(Model model, Split split) {
            return value;
        }
    }

    @Test
    void ofEqualEpochsTheFirstIsKept() {
        Model first = epochs("lfm", SplitRule.PAPER.apply(DATA).train()).getFirst();
        Validation validation = new Validation(new Constant(0.5), 0, false);
        assertSame(trainer("lfm").train(DATA, context().withValidation(validation)), first);
    }

    @Test
    void whatCannotBeValidatedFails() {
        TrainingContext noNumber = context().withValidation(new Validation(new Constant(Double.NaN), 0, false));
        assertThatThrownBy(() -> trainer("lfm").train(DATA, noNumber))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the validation metric constant must be a number, but was NaN after epoch 1; choose another metric");
        TrainingContext nothing = context()
                .withValidation(new Validation(new Constant(1), 0, false))
                .withHeldOut(SplitRule.parse("global-time(2999-01-01T00:00:00Z)"));
        assertThatThrownBy(() -> trainer("lfm").train(DATA, nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "validation needs held-out training data, but global-time(2999-01-01T00:00:00Z) of ")
                .hasMessageEndingWith("interactions holds out nothing; choose another rule for held-out data");
        assertThatThrownBy(() -> new Validation(new Constant(1), -1, false))
                .hasMessage("patience must be at least 1, or 0 to run all epochs, but was -1");
    }

    @Test
    void aCheckpointOfAnotherKindOfTrainingIsRejected() {
        Validation validation = new Validation(new Constant(1), 0, false);
        KilledAfter plain = new KilledAfter(1);
        assertThatThrownBy(() -> trainer("lfm").train(DATA, context().withCheckpoints(plain)))
                .isInstanceOf(Killed.class);
        assertThatThrownBy(() -> trainer("lfm")
                        .train(DATA, context().withCheckpoints(plain).withValidation(validation)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the checkpoint is of a training without validation");
        KilledAfter validated = new KilledAfter(1);
        assertThatThrownBy(() -> trainer("lfm")
                        .train(DATA, context().withCheckpoints(validated).withValidation(validation)))
                .isInstanceOf(Killed.class);
        assertThatThrownBy(() -> trainer("lfm").train(DATA, context().withCheckpoints(validated)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the checkpoint is of a training with validation");
    }
}
