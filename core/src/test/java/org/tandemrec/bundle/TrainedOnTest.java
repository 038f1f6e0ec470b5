package org.tandemrec.bundle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.data.Dataset;

class TrainedOnTest {
    private static final Dataset DATA = ToyBundle.dataset(5, 30, 20);

    private static Manifest trained(String split) {
        return ToyBundle.train("toy-sequence", DATA, split, 1).manifest();
    }

    @ParameterizedTest
    @CsvSource({
        "user-tail(0.1), user-tail(0.1)",
        "user-tail(0.5), user-tail(0.1)",
        "user-tail(0.1), leave-last-out",
        "leave-last-out, leave-last-out",
        "global-tail(0.2), global-tail(0.1)",
    })
    void aModelThatSawNoTargetPasses(String trainedOn, String evaluatedOn) {
        assertThatCode(() -> TrainedOn.requireUnseen(trained(trainedOn), ToyBundle.split(DATA, evaluatedOn)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "leave-last-out, user-tail(0.5), the training part of leave-last-out",
        "user-tail(0.1), user-tail(0.5), the training part of user-tail(0.1)",
        "user-tail(0.1), global-tail(0.2), the training part of user-tail(0.1)",
        "none, leave-last-out, everything",
    })
    void aModelThatSawTargetsFails(String trainedOn, String evaluatedOn, String said) {
        assertThatThrownBy(() -> TrainedOn.requireUnseen(trained(trainedOn), ToyBundle.split(DATA, evaluatedOn)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("the model was trained on " + said + ", which holds test interactions of ")
                .hasMessageEndingWith("train with --split " + evaluatedOn);
    }

    @Test
    void trainedOnEverythingNamesAllUsersWithATarget() {
        assertThatThrownBy(() -> TrainedOn.requireUnseen(trained("none"), ToyBundle.split(DATA, "leave-last-out")))
                .hasMessageContaining("of 30 users under leave-last-out");
    }

    @Test
    void otherDataCannotBeTold() {
        Dataset other = ToyBundle.dataset(6, 30, 20);
        assertThatThrownBy(() ->
                        TrainedOn.requireUnseen(trained("leave-last-out"), ToyBundle.split(other, "leave-last-out")))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("cannot tell what of this data the model has seen: it was trained on toy (")
                .hasMessageEndingWith("train on this data with --split leave-last-out");
    }

    @Test
    void aRuleThatGivesAnotherPartOrIsUnknownCannotBeTold() {
        Manifest manifest = trained("leave-last-out");
        Manifest.Training training = manifest.training();
        for (String rule : new String[] {"user-tail(0.5)", "by-moon"}) {
            Manifest wrong = Manifest.of(
                    manifest.kind(),
                    manifest.config(),
                    manifest.provenance(),
                    new Manifest.Training(training.seed(), rule, "none", 0, 1),
                    manifest.data());
            assertThatThrownBy(() -> TrainedOn.requireUnseen(wrong, ToyBundle.split(DATA, "leave-last-out")))
                    .isInstanceOf(BundleException.class)
                    .hasMessageStartingWith("cannot tell what the model has seen: ")
                    .hasMessageContaining(rule)
                    .hasMessageEndingWith("train with --split leave-last-out");
        }
    }
}
