package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.app.report.RunStages;
import org.tandemrec.app.report.RunStages.Stage;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.bundle.FileCheckpointStore;
import org.tandemrec.eval.Report.Fact;
import org.tandemrec.model.StageListener;

/**
 * What each stage of a reproduction took. It is kept in {@code stages.json} from stage to stage, so that a run that is resumed ends with
 * all of them.
 */
final class StageLog {
    static final String READING = "reading";
    static final String SPLITTING = "splitting";
    static final String PREPARING = "preparing";
    static final String EVALUATION = "evaluation";
    static final String CHECKPOINT = "checkpoint";
    private static final Set<String> BESIDE_TRAINING = Set.of(EVALUATION, CHECKPOINT);

    private final List<Stage> stages = new ArrayList<>();
    private @Nullable Path file;
    private RunStages.Run run = new RunStages.Run("", 0, 0, 0);
    private Consumer<String> alert = message -> {};
    private long clock = System.nanoTime();

    /** A stage outside training, complete now, that took {@code rows} rows. */
    void add(String name, long rows) {
        add(name, 0, 0, lap(), rows);
    }

    /** A stage of an epoch of training, complete now. */
    void add(int epoch, StageListener.Stage stage) {
        add(stage.name(), epoch, stage.number(), lap(), stage.units());
    }

    /** The evaluation after an epoch, complete now. */
    void addEvaluation(int epoch, long targets) {
        add(EVALUATION, epoch, lastNumber(epoch) + 1, lap(), targets);
    }

    /** A checkpoint within or after an epoch, saved now. All of an epoch are one stage, which has the number of the one before it. */
    void addCheckpoint(int epoch, long rows) {
        double seconds = lap();
        long sum = rows;
        for (Stage stage : stages()) {
            if (stage.epoch() == epoch && stage.name().equals(CHECKPOINT)) {
                seconds += stage.seconds();
                sum += stage.rows();
                stages.remove(stage);
            }
        }
        add(CHECKPOINT, epoch, lastNumber(epoch), seconds, sum);
    }

    private int lastNumber(int epoch) {
        return stages.stream()
                .filter(stage -> stage.epoch() == epoch)
                .mapToInt(Stage::number)
                .max()
                .orElse(0);
    }

    /** The seconds since the last stage. */
    private double lap() {
        long now = System.nanoTime();
        double seconds = (now - clock) / 1e9;
        clock = now;
        return seconds;
    }

    private void add(String name, int epoch, int number, double seconds, long rows) {
        OptionalLong peak = PeakMemory.bytes();
        stages.add(new Stage(name, epoch, number, seconds, rows, peak.isPresent() ? peak.getAsLong() : null));
        write();
    }

    /**
     * Keeps the stages in a file from now on. Where the file of an earlier run is lost or damaged, its stages are left out, and where it
     * cannot be written, the run goes on, for a run is worth more than its times.
     *
     * @param described what is run
     * @param position how far an earlier run has come whose stages are in the file; empty starts anew, whatever the file holds
     * @param told is told where stages are left out or not kept
     */
    void keepIn(
            Path kept,
            RunStages.Run described,
            Optional<FileCheckpointStore.Position> position,
            Consumer<String> told) {
        file = kept;
        run = described;
        alert = told;
        position.ifPresent(reached -> stages.addAll(earlier(kept, reached)));
        write();
    }

    private List<Stage> earlier(Path kept, FileCheckpointStore.Position reached) {
        try {
            return RunStages.read(kept).stages().stream()
                    .filter(stage -> isDone(stage, reached))
                    .toList();
        } catch (IllegalArgumentException e) {
            alert.accept(e.getMessage() + "; what the stages up to " + reached + " took is left out");
            return List.of();
        }
    }

    private static boolean isDone(Stage stage, FileCheckpointStore.Position reached) {
        return stage.epoch() > 0
                && (stage.epoch() <= reached.epoch()
                        || (stage.epoch() == reached.epoch() + 1
                                && stage.number() <= reached.stage()
                                && !stage.name().equals(EVALUATION))); // it is over with the checkpoint after it
    }

    private void write() {
        if (file == null) {
            return;
        }
        try {
            ReportFiles.replace(file, new RunStages(run, stages).json());
        } catch (IOException e) {
            alert.accept(Errors.sentence(e).orElseGet(e::toString)
                    + "; the run goes on, but what its stages take is not kept there");
        }
    }

    /** How long the training of an epoch took, without its checkpoints and what came after it. */
    double trainSeconds(int epoch) {
        return stages.stream()
                .filter(stage -> stage.epoch() == epoch && !BESIDE_TRAINING.contains(stage.name()))
                .mapToDouble(Stage::seconds)
                .sum();
    }

    /** All stages in their order. */
    List<Stage> stages() {
        return List.copyOf(stages);
    }

    /** All stages as a table for people. */
    String table(boolean styled) {
        TextTable table = new TextTable(List.of(
                TextTable.Column.words("stage", 40),
                TextTable.Column.numbers("time"),
                TextTable.Column.numbers("rows"),
                TextTable.Column.numbers("rows/s"),
                TextTable.Column.numbers("peak memory so far")));
        for (Stage stage : stages) {
            table.row(List.of(
                    stage.epoch() == 0 ? stage.name() : stage.name() + ", epoch " + stage.epoch(),
                    Terminal.duration(stage.seconds()),
                    Terminal.count(stage.rows()),
                    Terminal.count(Math.round(stage.rowsPerSecond())),
                    memory(stage.peakBytes())));
        }
        return table.render(styled);
    }

    /** One fact for each kind of stage: the mean time, the rate, the memory. */
    List<Fact> facts() {
        Map<String, List<Stage>> byName = new LinkedHashMap<>();
        stages.forEach(stage ->
                byName.computeIfAbsent(stage.name(), name -> new ArrayList<>()).add(stage));
        List<Fact> facts = new ArrayList<>();
        byName.forEach((name, same) -> facts.add(new Fact("Stage: " + name, fact(same))));
        return facts;
    }

    private static String fact(List<Stage> same) {
        double seconds = same.stream().mapToDouble(Stage::seconds).sum();
        long rows = same.stream().mapToLong(Stage::rows).sum();
        return String.format(
                Locale.ROOT,
                "%s%s, %s rows/s, peak memory by then %s",
                Terminal.duration(seconds),
                same.size() == 1 ? "" : " in " + same.size() + " epochs",
                Terminal.count(Math.round(rows / Math.max(seconds, RunStages.SHORTEST))),
                memory(same.getLast().peakBytes()));
    }

    private static String memory(@Nullable Long bytes) {
        return bytes == null ? "not told" : PeakMemory.text(bytes);
    }
}
