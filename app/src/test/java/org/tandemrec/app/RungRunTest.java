package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.app.tune.TrialRecord;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.eval.CandidateRule;
import org.tandemrec.eval.RankingMetric;
import org.tandemrec.eval.RankingValidator;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import org.tandemrec.tune.Halving;
import org.tandemrec.tune.SearchSpace.Candidate;
import tools.jackson.databind.json.JsonMapper;

/** One rung of a search: what fails a trial, and what memory has to do with it. */
class RungRunTest {
    @TempDir
    Path folder;

    private final List<String> remarks = new ArrayList<>();
    private final Split split = new SplitRule.LeaveLastOut().apply(data());

    /** 20 users with 8 of 30 items each. */
    private static Interactions data() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 20; user++) {
            for (int i = 0; i < 8; i++) {
                rows.addUntimed(user, (user + 3 * i) % 30);
            }
        }
        return rows.build(20, 30);
    }

    private static TrainingContext context() {
        return TrainingContext.of(1).withParallel(Parallel.sequential());
    }

    private TrialSearch.Plan plan(String kind, int sideBySide, String... configs) {
        List<Candidate> candidates = new ArrayList<>();
        for (String config : configs) {
            candidates.add(new Candidate(
                    candidates.size() + 1,
                    Map.of(),
                    ModelCatalog.standard().resolve(kind, JsonMapper.shared().readTree(config.replace('\'', '"'))),
                    null));
        }
        return new TrialSearch.Plan(
                kind,
                "default",
                candidates,
                new Halving(candidates.size(), Halving.NONE, 1),
                split,
                context(),
                new TrialSearch.Measuring(
                        new RankingMetric("ndcg", 10), new CandidateRule.FullUnseen(), RankingValidator.ALL_USERS),
                2,
                sideBySide);
    }

    private long needed(TrialSearch.Plan plan, int trial) {
        return TrainingMemory.needed(
                ModelCatalog.standard()
                        .trainer(plan.kind(), plan.candidates().get(trial).config()),
                split.train(),
                context());
    }

    private List<Trial> run(TrialSearch.Plan plan, long freeBytes) {
        SearchFolder searches = SearchFolder.open(folder, Map.of("plan", plan.kind()), false);
        List<Trial> trials = plan.candidates().stream()
                .map(candidate -> searches.load(candidate, candidate.config()))
                .toList();
        return new RungRun(plan, 0, searches, ProgressListener.NONE, remarks::add, freeBytes).run(trials);
    }

    @Test
    void whatDoesNotFitIsLeftOutAndTrainedByTheSameSearchWithMoreMemory() {
        TrialSearch.Plan plan = plan("lfm", 1, "{'factors':4,'epochs':1}", "{'factors':4000,'epochs':1}");
        List<Trial> first = run(plan, needed(plan, 1) - 1);
        assertThat(first).extracting(Trial::isFailed).containsExactly(false, true);
        assertThat(first.get(1).record().failure())
                .contains("needs about", "only", "are free", "with more the same command trains it");
        assertThat(remarks).anyMatch(line -> line.contains("trial 2 is left out: training lfm"));
        assertThat(folder.resolve("trials/001/result.json")).exists();
        assertThat(folder.resolve("trials/002/result.json")).doesNotExist();
        remarks.clear();
        List<Trial> second = run(plan, 2 * needed(plan, 1));
        assertThat(second).extracting(Trial::isFailed).containsExactly(false, false);
        assertThat(second.get(0).record()).isEqualTo(first.get(0).record());
        assertThat(remarks.getFirst()).contains("2 trials", "1 of them done before");
    }

    @Test
    void noMoreTrialsGoSideBySideThanTheMemoryHolds() {
        String config = "{'factors':64,'epochs':1}";
        TrialSearch.Plan asked = plan("lfm", 3, config, config, config);
        List<Trial> trials = run(asked, needed(asked, 0) * 5 / 2);
        assertThat(trials).noneMatch(Trial::isFailed);
        assertThat(remarks.get(0))
                .isEqualTo("The memory that is free holds 2 of the 3 trials that --parallel-trials asks for");
        assertThat(remarks.get(1)).endsWith(", 2 side by side");
    }

    @Test
    void whatAConfigAsksOfTheDataFailsItsTrial() throws Exception {
        TrialSearch.Plan plan =
                plan("lfm", 1, "{'factors':4,'epochs':1}", "{'preset':'explicit','factors':4,'epochs':1,'itemBins':3}");
        List<Trial> trials = run(plan, Long.MAX_VALUE);
        assertThat(trials.get(0).isFailed()).isFalse();
        assertThat(trials.get(1).record().failure()).contains("lfm learns ratings");
        assertThat(Files.readString(folder.resolve("trials/002/result.json"))).contains("lfm learns ratings");
    }

    @Test
    void aRecordUpToARungForgetsWhatCameLater() {
        TrialRecord record = new TrialRecord(1, List.of(), null)
                .with(new TrialRecord.Rung(1, 0.5, 0))
                .with(new TrialRecord.Rung(2, 0.75, 0))
                .failed("later");
        assertThat(record.upTo(3)).isEqualTo(record);
        assertThat(record.upTo(2).failure()).isNull();
        assertThat(record.upTo(2).rungs()).hasSize(2);
        assertThat(record.upTo(1).rungs()).hasSize(1);
    }
}
