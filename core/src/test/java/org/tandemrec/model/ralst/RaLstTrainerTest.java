package org.tandemrec.model.ralst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.CheckpointStore;
import org.tandemrec.model.EpochListener;
import org.tandemrec.model.FixedScores;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.StageListener;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.gru4rec.Configs;
import org.tandemrec.model.gru4rec.Gru4RecConfig;
import org.tandemrec.model.gru4rec.Gru4RecTrainer;
import org.tandemrec.model.lfm.LfmConfig;
import org.tandemrec.model.lfm.LfmConfigs;
import org.tandemrec.model.lfm.LfmTrainer;
import org.tandemrec.model.ralst.RaLstConfig.MappingChoice;
import org.tandemrec.model.ralst.RaLstConfig.ObjectiveChoice;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

class RaLstTrainerTest {
    private static final int ITEMS = 40;

    /** High for the item after the last one, with some noise. */
    private static final Trainer SIGNAL = FixedScores.trainer(
            "signal", (user, last, item) -> (item == (last + 1) % ITEMS ? 2 : 0) + noise(1, user, last, item));

    private static final Trainer NOISE = FixedScores.trainer("noise", (user, last, item) -> noise(2, user, last, item));

    private static double noise(int kind, int user, int last, int item) {
        return new Seed(kind).child(user).child(last).child(item).random().nextGaussian();
    }

    private static RaLstConfig config(MappingChoice mapping, ObjectiveChoice objective, float rate, boolean refit) {
        RaLstConfig base = RaLstConfig.DEFAULT;
        return new RaLstConfig(base.longTerm(), base.shortTerm(), List.of(), mapping, objective, rate, refit, 20, 0);
    }

    private static TrainingContext context() {
        return TrainingContext.of(5).withParallel(Parallel.sequential());
    }

    /** Users go round a cycle of items, from places drawn at random. */
    private static Interactions cycle(int users, int length) {
        SplittableRandom random = new SplittableRandom(1);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < users; user++) {
            int start = random.nextInt(ITEMS);
            for (int i = 0; i < length; i++) {
                rows.addUntimed(user, (start + i) % ITEMS);
            }
        }
        return rows.build(users, ITEMS);
    }

    private static RaLstModel fuse(Trainer longTerm, Trainer shortTerm, RaLstConfig config) {
        return (RaLstModel) new RaLstTrainer(config, longTerm, shortTerm).train(cycle(200, 20), context());
    }

    /** By hand: 400 held-out targets of 200 users, each with 21 items of 8 scores and 6 maps of 24 bytes; a quarter of the users. */
    @Test
    void theEstimateIsOfTheListsThatTheFusionIsFittedOn() {
        RaLstConfig all = config(MappingChoice.LOGIT, ObjectiveChoice.LOG_LOSS, 0.1f, true);
        RaLstConfig some = new RaLstConfig(
                all.longTerm(),
                all.shortTerm(),
                List.of(),
                all.mapping(),
                all.objective(),
                0.1f,
                true,
                all.negatives(),
                50);
        int list = 21 * 8 * Float.BYTES + 6 * 24;
        Interactions training = cycle(200, 20);
        assertThat(new RaLstTrainer(all, SIGNAL, NOISE).trainingBytes(training, context()))
                .isEqualTo(400L * list);
        assertThat(new RaLstTrainer(some, SIGNAL, NOISE).trainingBytes(training, context()))
                .isEqualTo(100L * list);
    }

    @ParameterizedTest
    @EnumSource(value = ObjectiveChoice.class)
    void thetaGoesToThePartThatKnows(ObjectiveChoice objective) {
        RaLstConfig config = config(MappingChoice.Z_SCORE, objective, 0.1f, false);
        assertThat(fuse(NOISE, SIGNAL, config).weights().theta()).isBetween(0.85, 1.15);
        assertThat(fuse(SIGNAL, NOISE, config).weights().theta()).isBetween(-0.15, 0.15);
    }

    @Test
    void theSquaredErrorGoesThereToo() {
        RaLstConfig config = config(MappingChoice.LOGIT, ObjectiveChoice.LOG_LOSS, 0.1f, false);
        FusionWeights toShort = fuse(NOISE, SIGNAL, config).squared().weights();
        assertThat(toShort.theta()).isGreaterThan(0.85);
        assertThat(toShort.mapping()).isEqualTo(Mapping.PROBABILITY);
        assertThat(toShort.thetaPath()[0]).isEqualTo(0.5);
        assertThat(toShort.thetaPath()[toShort.thetaPath().length - 1]).isEqualTo(toShort.theta());
        assertThat(fuse(SIGNAL, NOISE, config).squared().weights().theta()).isLessThan(0.15);
    }

    @ParameterizedTest
    @EnumSource(value = MappingChoice.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void aMappingThatIsAskedForIsUsed(MappingChoice mapping) {
        FusionWeights weights = fuse(NOISE, SIGNAL, config(mapping, ObjectiveChoice.CROSS_ENTROPY, 0.05f, true))
                .weights();
        assertThat(weights.mapping().name()).isEqualTo(mapping.name());
        assertThat(weights.theta()).isGreaterThan(0.5);
        assertThat(weights.shortTerm().scale()).isGreaterThan(weights.longTerm().scale());
    }

    @Test
    void thereIsALossThatTheFusionLowers() {
        List<Double> losses = new ArrayList<>();
        TrainingContext context = context().withEpochs((epoch, loss, model) -> losses.add(loss));
        RaLstConfig config = config(MappingChoice.AUTO, ObjectiveChoice.AUTO, 0.05f, false);
        new RaLstTrainer(config, NOISE, NOISE).train(cycle(200, 20), context);
        new RaLstTrainer(config, NOISE, SIGNAL).train(cycle(200, 20), context);
        double baseRate = 1.0 / 21; // every list has a target and 20 negatives
        double entropy = -baseRate * Math.log(baseRate) - (1 - baseRate) * Math.log(1 - baseRate);
        assertThat(losses.get(0)).isBetween(0.9 * entropy, entropy);
        assertThat(losses.get(1)).isLessThan(0.85 * entropy);
    }

    /** Real parts: LFM with two epochs, GRU4Rec with three. */
    private static RaLstTrainer real(boolean refit) {
        LfmConfig lfm = LfmConfigs.of(
                LfmConfig.Feedback.IMPLICIT, 4, 2, 0.05f, 0.01f, 0.1f, 2, false, LfmConfig.SampleOrder.SHUFFLED);
        Gru4RecConfig gru = Configs.of("'hiddenSize':8,'epochs':3,'batchSize':8,'learningRate':0.01");
        RaLstConfig config = config(MappingChoice.LOGIT, ObjectiveChoice.AUTO, 0.01f, refit);
        return new RaLstTrainer(config, new LfmTrainer(lfm), new Gru4RecTrainer(gru));
    }

    private static ModelState train(RaLstTrainer trainer, Interactions training) {
        return trainer.train(training, context()).state();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neverReadsTestRows(boolean refit) {
        Interactions.Builder one = new Interactions.Builder();
        Interactions.Builder two = new Interactions.Builder();
        SplittableRandom random = new SplittableRandom(3);
        for (int user = 0; user < 30; user++) {
            for (int i = 0; i < 20; i++) {
                int item = random.nextInt(ITEMS);
                one.addUntimed(user, item);
                two.addUntimed(user, i < 18 ? item : (item + 7) % ITEMS);
            }
        }
        Split first = SplitRule.PAPER.apply(one.build(30, ITEMS));
        Split second = SplitRule.PAPER.apply(two.build(30, ITEMS));
        assertThat(first.all().checksum()).isNotEqualTo(second.all().checksum());
        assertThat(train(real(refit), first.train()).tensors())
                .usingRecursiveComparison()
                .isEqualTo(train(real(refit), second.train()).tensors());
    }

    private static RaLstConfig heldOut(int users) {
        RaLstConfig base = RaLstConfig.DEFAULT;
        return new RaLstConfig(
                base.longTerm(),
                base.shortTerm(),
                List.of(),
                MappingChoice.LOGIT,
                ObjectiveChoice.LOG_LOSS,
                0.1f,
                false,
                20,
                users);
    }

    @Test
    void thetaIsFittedOnTheHeldOutUsersAlone() {
        List<Integer> advanced = new ArrayList<>();
        ProgressListener counting = (what, total, unit) -> {
            advanced.add((int) total);
            return ProgressListener.NONE.start(what, total, unit);
        };
        double[] theta = new double[3];
        int[] users = {0, 50, 200};
        for (int i = 0; i < users.length; i++) {
            TrainingContext context = context().withProgress(counting);
            RaLstModel model =
                    (RaLstModel) new RaLstTrainer(heldOut(users[i]), NOISE, SIGNAL).train(cycle(200, 20), context);
            theta[i] = model.weights().theta();
        }
        assertThat(theta[2]).as("all that there are").isEqualTo(theta[0]);
        assertThat(theta[1]).isBetween(0.85, 1.15).isNotEqualTo(theta[0]);
        int perUser = 2; // targets of the last tenth of 20
        assertThat(advanced.get(0) - advanced.get(1)).isEqualTo((200 - 50) * perUser);
    }

    @Test
    void moreListsThanAnArrayHoldsAreRefused() {
        RaLstConfig base = heldOut(0);
        RaLstConfig config = new RaLstConfig(
                base.longTerm(),
                base.shortTerm(),
                List.of(),
                base.mapping(),
                base.objective(),
                0.1f,
                false,
                2_000_000_000,
                0);
        assertThatThrownBy(() -> fuse(NOISE, SIGNAL, config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "to fit theta on 400 held-out targets with 2,000,000,000 negatives each takes arrays of "
                                + "800,000,000,400 scores, more than there can be; set heldOutUsers, such as 5000, or lower negatives");
    }

    @Test
    void heldOutUsersAreNotNegative() {
        assertThatThrownBy(() -> heldOut(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("heldOutUsers must be positive, or 0 for all, but was -1");
    }

    @Test
    void refittingTrainsThePartsOnEverythingAndKeepsTheFusion() {
        Interactions training = cycle(40, 16);
        ModelState refitted = train(real(true), training);
        ModelState not = train(real(false), training);
        assertThat(refitted.nested("fusion").tensors())
                .usingRecursiveComparison()
                .isEqualTo(not.nested("fusion").tensors());
        LfmTrainer lfm = (LfmTrainer) real(true).longTerm();
        ModelState onAll = lfm.train(training, context()).state();
        ModelState onPart =
                lfm.train(SplitRule.PAPER.apply(training).train(), context()).state();
        assertThat(refitted.nested("longTerm").floats("userFactors")).isEqualTo(onAll.floats("userFactors"));
        assertThat(not.nested("longTerm").floats("userFactors"))
                .isEqualTo(onPart.floats("userFactors"))
                .isNotEqualTo(onAll.floats("userFactors"));
    }

    @Test
    void aPartThatIsDoneStaysAsItIs() {
        RaLstTrainer trainer = real(true);
        List<ModelState> states = new ArrayList<>();
        trainer.train(cycle(40, 16), context().withEpochs((epoch, loss, model) -> states.add(model.state())));
        assertThat(states).as("the longer part's epochs").hasSize(3);
        assertThat(states.get(1).floats("longTerm.userFactors"))
                .isEqualTo(states.get(2).floats("longTerm.userFactors"));
        assertThat(states.get(0).floats("longTerm.userFactors"))
                .isNotEqualTo(states.get(1).floats("longTerm.userFactors"));
        assertThat(states.get(1).floats("shortTerm.output.bias"))
                .isNotEqualTo(states.get(2).floats("shortTerm.output.bias"));
    }

    /** LFM has two epochs and GRU4Rec three, so the third has no stage of LFM. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 9})
    void aRunThatWasKilledBetweenStagesRepeatsNone(int killedAfter) {
        List<String> told = new ArrayList<>();
        List<CheckpointStore.Checkpoint> kept = new ArrayList<>();
        CheckpointStore store = new CheckpointStore() {
            @Override
            public Optional<Checkpoint> latest() {
                return kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast());
            }

            @Override
            public void save(Checkpoint checkpoint) {
                kept.add(checkpoint);
                if (kept.size() == killedAfter) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        EpochListener listener = new EpochListener() {
            @Override
            public void completed(int epoch, double loss, Model model) {}

            @Override
            public void staged(int epoch, StageListener.Stage stage) {
                told.add(epoch + "." + stage.number() + " " + stage.name() + " " + stage.units());
            }
        };
        Interactions training = cycle(40, 16);
        TrainingContext context = context().withCheckpoints(store).withEpochs(listener);
        assertThatThrownBy(() -> real(true).train(training, context)).hasMessage("killed");
        ModelState resumed = real(true).train(training, context).state();
        long gru4rec = 40 * 14 + 40 * 15; // targets of the run for the fit, and of the one on everything
        assertThat(told.stream().map(line -> line.replaceAll("lfm \\d+", "lfm")))
                .containsExactly(
                        "1.1 lfm",
                        "1.2 gru4rec " + gru4rec,
                        "1.3 fusion 40",
                        "2.1 lfm",
                        "2.2 gru4rec " + gru4rec,
                        "2.3 fusion 40",
                        "3.2 gru4rec " + gru4rec,
                        "3.3 fusion 40");
        assertThat(resumed.tensors())
                .usingRecursiveComparison()
                .isEqualTo(train(real(true), training).tensors());
    }

    @Test
    void aRateThatDivergesStopsWithAdvice() {
        Trainer huge = FixedScores.trainer("huge", (user, last, item) -> 1e20 * noise(3, user, last, item));
        RaLstConfig config = config(MappingChoice.NONE, ObjectiveChoice.LOG_LOSS, 1e30f, false);
        assertThatThrownBy(() -> fuse(huge, SIGNAL, config))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageStartingWith("ra-lst: the loss became NaN in epoch 1");
    }

    @Test
    void whatCannotBeFittedIsSaid() {
        RaLstTrainer trainer = real(true);
        Interactions tooShort =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(0, 1).build(1, 2);
        assertThatThrownBy(() -> trainer.start(tooShort, context()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "ra-lst fits theta on held-out training data, but user-tail(0.1) of 2 interactions holds out "
                                + "nothing");
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < 20; i++) {
            rows.addUntimed(0, i % 4);
        }
        assertThatThrownBy(() -> trainer.train(rows.build(1, 4), context()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a calibration needs targets and negatives, but there are 2 and 0;");
        assertThatThrownBy(() -> config(MappingChoice.AUTO, ObjectiveChoice.AUTO, 0, true))
                .hasMessage("learningRate must be positive, but was 0.0");
    }
}
