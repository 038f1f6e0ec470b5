package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.catalog.ModelCatalog;
import tools.jackson.databind.JsonNode;

/** {@code tandem train --validate}. */
class ValidatedTrainingTest {
    @TempDir
    static Path shared;

    private static String data;

    @TempDir
    Path folder;

    @BeforeAll
    static void generate() {
        data = shared.resolve("data").toString();
        Outcome.ofLine("generate --out " + data + " --users 40 --items 120 --min-length 8 --mean-length 12")
                .succeeded();
    }

    private String train(String kind, String out) {
        return "train --model " + kind + " --data " + data + " --out " + folder.resolve(out) + " "
                + String.join(" ", Outcome.tiny(kind)) + " --split leave-last-out --json";
    }

    private String model(String out) {
        return folder.resolve(out).resolve("model.safetensors").toString();
    }

    private static int best(JsonNode curve) {
        int best = 0;
        for (int i = 1; i < curve.size(); i++) {
            if (curve.get(i).get("metric").doubleValue()
                    > curve.get(best).get("metric").doubleValue()) {
                best = i;
            }
        }
        return best + 1;
    }

    @ParameterizedTest
    @CsvSource({
        "lfm,leave-last-out,",
        "gru4rec,user-tail(0.3),--validation-candidates sampled-uniform(20) --held-out user-tail(0.3)",
        "ra-lst,leave-last-out,--validation-users 7"
    })
    void theManifestHoldsTheCurveAndTheBestEpoch(String kind, String heldOut, String options) {
        String extra = options == null ? "" : " " + options;
        Outcome outcome = Outcome.ofLine(train(kind, "b") + " --validate ndcg@5 --patience 3" + extra)
                .succeeded();
        JsonNode training = outcome.json().at("/manifest/training");
        JsonNode validation = training.get("validation");
        assertThat(training.get("heldOut").stringValue()).isEqualTo(heldOut);
        assertThat(validation.get("metric").stringValue()).isEqualTo("ndcg@5");
        assertThat(validation.get("candidates").stringValue())
                .isEqualTo(kind.equals("gru4rec") ? "sampled-uniform(20)" : "full-unseen");
        assertThat(validation.get("users").intValue()).isEqualTo(kind.equals("ra-lst") ? 7 : 40);
        assertThat(validation.get("patience").intValue()).isEqualTo(3);
        assertThat(validation.get("refit").booleanValue()).isFalse();
        JsonNode curve = validation.get("curve");
        assertThat(curve.size()).isEqualTo(2);
        int best = best(curve);
        assertThat(validation.get("bestEpoch").intValue()).isEqualTo(best);
        assertThat(training.get("epochs").intValue()).isEqualTo(best);
        assertThat(outcome.json().get("loss").doubleValue())
                .isEqualTo(curve.get(best - 1).get("loss").doubleValue());
        double first = curve.get(0).get("metric").doubleValue();
        assertThat(outcome.err())
                .containsPattern("  epoch 1: loss [\\d.]+.*, ndcg@5 " + String.format(Locale.ROOT, "%.4f", first)
                        + " \\(best so far\\)")
                .contains("epoch " + best + " of 2 is the best with ndcg@5 ");
        Bundle bundle = BundleReader.read(folder.resolve("b"), ModelCatalog.standard());
        assertThat(bundle.manifest().training().validation().orElseThrow().curve())
                .hasSize(2)
                .last()
                .satisfies(point -> assertThat(point.metric())
                        .isEqualTo(curve.get(1).get("metric").doubleValue()));
    }

    @ParameterizedTest
    @CsvSource({"lfm,false", "gru4rec,true", "ra-lst,false"})
    void aResumedTrainingEndsWithTheSameModelAndCurve(String kind, boolean refit) {
        String options = " --validate hr@10" + (refit ? " --validation-refit" : "");
        JsonNode whole =
                Outcome.ofLine(train(kind, "whole") + options).succeeded().json();
        Outcome.stoppedAt(kind + " epoch 2/2: ", train(kind, "resumed") + options, "epoch 1");
        JsonNode resumed = Outcome.ofLine(train(kind, "resumed") + options + " --resume")
                .succeeded()
                .json();
        assertThat(Path.of(model("resumed"))).hasSameBinaryContentAs(Path.of(model("whole")));
        assertThat(resumed.at("/manifest/training/validation")).isEqualTo(whole.at("/manifest/training/validation"));
    }

    @Test
    void aRefitModelIsOneTrainedOnAllForTheBestNumberOfEpochs() {
        Outcome outcome = Outcome.ofLine(train("lfm", "refit") + " --validate ndcg@10 --validation-refit")
                .succeeded();
        JsonNode validation = outcome.json().at("/manifest/training/validation");
        assertThat(validation.get("refit").booleanValue()).isTrue();
        int best = validation.get("bestEpoch").intValue();
        assertThat(outcome.err())
                .contains("Training again on all training data: " + best + " epoch")
                .contains("lfm refit epoch 1/" + best)
                .contains(", trained again on all training data");
        Outcome.ofLine(train("lfm", "plain").replace("--epochs 2", "--epochs " + best))
                .succeeded();
        assertThat(Path.of(model("refit"))).hasSameBinaryContentAs(Path.of(model("plain")));
        Outcome kept =
                Outcome.ofLine(train("lfm", "kept") + " --validate ndcg@10").succeeded();
        assertThat(kept.json().at("/manifest/training/validation/curve")).isEqualTo(validation.get("curve"));
    }

    @Test
    void itemsThatTheModelDidNotLearnAreNoCandidates() {
        Outcome.ofLine(train("lfm", "kept") + " --held-out user-tail(0.5) --validate ndcg@10")
                .succeeded();
        Outcome.ofLine(train("lfm", "all") + " --held-out user-tail(0.5) --validate ndcg@10 --validation-refit")
                .succeeded();
        Bundle kept = BundleReader.read(folder.resolve("kept"), ModelCatalog.standard());
        Bundle all = BundleReader.read(folder.resolve("all"), ModelCatalog.standard());
        int fewer = 0;
        for (int item = 0; item < kept.itemCounts().length; item++) {
            assertThat(kept.itemCounts()[item]).isLessThanOrEqualTo(all.itemCounts()[item]);
            fewer += all.itemCounts()[item] - kept.itemCounts()[item];
        }
        assertThat(fewer).isPositive();
        assertThat(kept.histories().items()).isEqualTo(all.histories().items());
    }

    @Test
    void goingOnWithAnotherValidationIsRefused() {
        Outcome.stoppedAt("lfm epoch 2/2: ", train("lfm", "b") + " --validate hr@10", "epoch 1");
        Outcome other = Outcome.ofLine(train("lfm", "b") + " --validate hr@20 --resume");
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.lastError())
                .contains("validation was hr@10 among full-unseen, users all, patience 0"
                        + " and is now hr@20 among full-unseen, users all, patience 0");
        Outcome none = Outcome.ofLine(train("lfm", "b") + " --resume");
        assertThat(none.lastError()).contains("held-out was leave-last-out and is now none", " and is now absent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--validate auc@10|a ranking metric is METRIC@K with METRIC one of hr, recall, recall-capped, precision, ndcg, ndcg-per-target, ndcg-graded, mrr, map and K at least 1, but was \"auc@10\"",
                "--validate ndcg@0|but was \"ndcg@0\"",
                "--validate ndcg@5 --patience 0|--patience must be at least 1, but was 0",
                "--validate ndcg@5 --validation-users 0|--validation-users must be at least 1, but was 0",
                "--validate ndcg@5 --validation-candidates some|candidates are full, full-unseen, sampled-uniform(100) or sampled-popularity(100)",
                "--validate ndcg@5 --held-out none|invalid value for option '--held-out': a split is user-tail(0.1), ",
                "--patience 3|say how to validate; add --validate METRIC, such as --validate ndcg@10",
                "--validation-refit|say how to validate; add --validate METRIC",
            })
    void wrongUsage(String options, String message) {
        Outcome outcome =
                Outcome.ofLine("train --model lfm --data nowhere --out " + folder.resolve("b") + " " + options);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(message);
        assertThat(folder).isEmptyDirectory();
    }
}
