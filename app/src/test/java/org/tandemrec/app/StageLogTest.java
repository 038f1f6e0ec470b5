package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.app.report.RunStages;
import org.tandemrec.app.report.RunStages.Stage;
import org.tandemrec.bundle.FileCheckpointStore.Position;
import org.tandemrec.model.StageListener;

class StageLogTest {
    private static final RunStages.Run RUN = new RunStages.Run("data", 2, 3, 4);

    @TempDir
    Path folder;

    private final List<String> alerts = new ArrayList<>();
    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("stages.json");
    }

    private static void epoch(StageLog log, int epoch) {
        log.add(epoch, new StageListener.Stage(1, "lfm", 10));
        log.add(epoch, new StageListener.Stage(2, "gru4rec", 20));
        log.add(epoch, new StageListener.Stage(3, "fusion", 5));
        log.addEvaluation(epoch, 6);
    }

    private StageLog twoEpochs() {
        StageLog log = new StageLog();
        log.add("reading", 4);
        log.keepIn(file, RUN, Optional.empty(), alerts::add);
        epoch(log, 1);
        epoch(log, 2);
        return log;
    }

    private static List<String> names(List<Stage> stages) {
        return stages.stream().map(stage -> stage.name() + stage.epoch()).toList();
    }

    @Test
    void anEvaluationIsTheStageAfterTheLastOfItsEpoch() {
        assertThat(twoEpochs().stages().subList(1, 9))
                .extracting(Stage::number)
                .containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
    }

    /** One that is resumed keeps those within the epoch, too. */
    @Test
    void theCheckpointsOfAnEpochAreOneStageBesideTraining() {
        StageLog log = new StageLog();
        log.keepIn(file, RUN, Optional.empty(), alerts::add);
        log.add(1, new StageListener.Stage(1, "lfm", 10));
        log.addCheckpoint(1, 7);
        double first = log.stages().getLast().seconds();
        log.add(1, new StageListener.Stage(2, "gru4rec", 20));
        log.addCheckpoint(1, 7);
        assertThat(log.stages().getLast().seconds()).isGreaterThan(first);
        StageLog resumed = new StageLog();
        resumed.keepIn(file, RUN, Optional.of(new Position(0, 2)), alerts::add);
        assertThat(resumed.stages()).isEqualTo(log.stages());
        resumed.addEvaluation(1, 6);
        resumed.addCheckpoint(1, 7);
        assertThat(resumed.stages())
                .extracting(stage -> stage.name() + " " + stage.number() + " " + stage.rows())
                .containsExactly("lfm 1 10", "gru4rec 2 20", "evaluation 3 6", "checkpoint 3 21");
        assertThat(resumed.trainSeconds(1))
                .isCloseTo(
                        resumed.stages().get(0).seconds()
                                + resumed.stages().get(1).seconds(),
                        within(1e-12));
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidAndStopsNothing() {
        Path nowhere = folder.resolve("missing/stages.json");
        StageLog log = new StageLog();
        log.keepIn(nowhere, RUN, Optional.empty(), alerts::add);
        log.add(1, new StageListener.Stage(1, "lfm", 10));
        assertThat(names(log.stages())).containsExactly("lfm1");
        assertThat(alerts)
                .hasSize(2)
                .allSatisfy(
                        alert -> assertThat(alert)
                                .startsWith(folder.resolve("missing").toString())
                                .endsWith(
                                        ": no such file or folder; the run goes on, but what its stages take is not kept there"));
    }

    @Test
    void everyStageIsInTheFileAtOnce() {
        StageLog log = twoEpochs();
        assertThat(RunStages.read(file)).isEqualTo(new RunStages(RUN, log.stages()));
        assertThat(log.stages())
                .hasSize(9)
                .allSatisfy(stage -> assertThat(stage.seconds()).isNotNegative());
        assertThat(alerts).isEmpty();
    }

    /** Reading is done again, and so is what is beyond the checkpoint; an evaluation has none of its own. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, lfm1 gru4rec1 fusion1 evaluation1",
        "1, 1, lfm1 gru4rec1 fusion1 evaluation1 lfm2",
        "1, 3, lfm1 gru4rec1 fusion1 evaluation1 lfm2 gru4rec2 fusion2",
        "0, 2, lfm1 gru4rec1",
        "2, 0, lfm1 gru4rec1 fusion1 evaluation1 lfm2 gru4rec2 fusion2 evaluation2",
    })
    void aResumedRunKeepsWhatIsDone(int epoch, int stage, String kept) {
        twoEpochs();
        StageLog resumed = new StageLog();
        resumed.keepIn(file, RUN, Optional.of(new Position(epoch, stage)), alerts::add);
        assertThat(names(resumed.stages())).containsExactly(kept.split(" ", -1));
        assertThat(RunStages.read(file).stages()).isEqualTo(resumed.stages());
    }

    @Test
    void aNewRunStartsAnew() {
        twoEpochs();
        StageLog fresh = new StageLog();
        fresh.keepIn(file, RUN, Optional.empty(), alerts::add);
        assertThat(fresh.stages()).isEmpty();
        assertThat(RunStages.read(file).stages()).isEmpty();
    }

    @Test
    void lostTimesAreSaidAndStopNothing() throws IOException {
        new StageLog().keepIn(file, RUN, Optional.of(new Position(1, 2)), alerts::add);
        Files.writeString(file, "{");
        new StageLog().keepIn(file, RUN, Optional.of(new Position(1, 0)), alerts::add);
        assertThat(alerts).hasSize(2);
        assertThat(alerts.getFirst())
                .isEqualTo(file + ": must hold the stages of a run, but there is no such file; what the stages up to "
                        + "stage 2 of epoch 2 took is left out");
        assertThat(alerts.getLast()).contains("but is damaged", "what the stages up to epoch 1 took is left out");
    }

    @Test
    void trainingIsTheTimeOfAnEpochBeforeItsEvaluation() {
        StageLog log = twoEpochs();
        double seconds =
                log.stages().subList(5, 8).stream().mapToDouble(Stage::seconds).sum();
        assertThat(log.trainSeconds(2)).isCloseTo(seconds, within(1e-12));
        assertThat(log.facts()).extracting(fact -> fact.label()).contains("Stage: reading", "Stage: evaluation");
        assertThat(log.facts().get(2).value()).contains(" in 2 epochs, ", " rows/s, peak memory by then ");
    }
}
