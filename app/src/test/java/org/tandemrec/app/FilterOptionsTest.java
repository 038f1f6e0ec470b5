package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FilterOptionsTest {
    @TempDir
    static Path folder;

    private static String data;
    private static String whole;
    private static String filtered;
    private static Outcome trained;

    @BeforeAll
    static void train() {
        data = folder.resolve("data").toString();
        Outcome.ofLine("generate --out " + data + " --users 40 --items 120 --min-length 8 --mean-length 12")
                .succeeded();
        whole = folder.resolve("whole").toString();
        filtered = folder.resolve("filtered").toString();
        String train = "train --model lfm --data " + data + " --split user-tail(0.1) "
                + String.join(" ", Outcome.tiny("lfm")) + " --out ";
        Outcome.ofLine(train + whole).succeeded();
        trained = Outcome.ofLine(train + filtered + " --filter k-core(3)").succeeded();
    }

    private static String evaluate(String bundle) {
        return "evaluate --bundle " + bundle + " --data " + data + " --candidates full-unseen";
    }

    @Test
    void trainingSaysWhatIsKept() {
        assertThat(trained.err())
                .containsPattern("Training with the filter k-core\\(3\\) keeps \\d+ of \\d+ interactions, "
                        + "\\d+ of 40 users and \\d+ of \\d+ items");
        assertThat(trained.out())
                .contains("Trained lfm (the training part of user-tail(0.1) of k-core(3)): 2 epochs in ");
    }

    @Test
    void theBundlesFilterIsAppliedAndNamed() {
        Outcome outcome = Outcome.ofLine(evaluate(filtered)).succeeded();
        assertThat(outcome.out())
                .contains("(data, user-tail(0.1) of k-core(3), successive, seed 42)")
                .containsPattern("note: the filter k-core\\(3\\) keeps \\d+ of \\d+ interactions");
        JsonNode records = Outcome.ofLine(evaluate(filtered) + " --filter k-core(3) --json")
                .succeeded()
                .json();
        assertThat(records.get(0).get("split").stringValue()).isEqualTo("user-tail(0.1) of k-core(3)");
        assertThat(records)
                .isEqualTo(Outcome.ofLine(evaluate(filtered) + " --json").json());
    }

    @Test
    void withoutAFilterNothingIsSaidOfAny() {
        Outcome outcome = Outcome.ofLine(evaluate(whole)).succeeded();
        assertThat(outcome.out())
                .contains("(data, user-tail(0.1), successive, seed 42)")
                .doesNotContain("filter");
        assertThat(Outcome.ofLine(evaluate(whole) + " --filter none")
                        .succeeded()
                        .out())
                .isEqualTo(outcome.out());
    }

    @ParameterizedTest
    @CsvSource({"k-core(4),filtered,k-core(3)", "none,filtered,k-core(3)", "min-length(2),whole,none"})
    void anotherFilterIsRefused(String filter, String bundle, String trainedWith) {
        Outcome outcome = Outcome.ofLine(evaluate(folder.resolve(bundle).toString()) + " --filter " + filter);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError())
                .isEqualTo("tandem: the model was trained on data with the filter " + trainedWith
                        + ", so figures on data with the filter " + filter
                        + " would be of other users and items; evaluate with "
                        + "--filter " + trainedWith + ", or train with --filter " + filter);
    }

    @Test
    void whatIsNoFilterOrLeavesNothingFails() {
        Outcome usage = Outcome.ofLine(evaluate(whole) + " --filter 5-core");
        assertThat(usage.status()).isEqualTo(2);
        assertThat(usage.err()).contains("a filter is k-core(5) or min-length(5), but was \"5-core\", or none");
        Outcome nothing = Outcome.ofLine(
                "train --model lfm --data " + data + " --filter k-core(1000) --out " + folder.resolve("nothing"));
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.lastError())
                .contains("the filter k-core(1000) leaves none of ", "; choose a smaller number");
        assertThat(folder.resolve("nothing")).doesNotExist();
    }
}
