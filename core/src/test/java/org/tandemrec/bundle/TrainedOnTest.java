package org.tandemrec.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.split.Filters;
import org.tandemrec.split.Split;

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
        "'random(0.2)', random(0.2)",
        "'random(0.2,7)', 'random(0.2,7)'",
    })
    void aModelThatSawNoTargetPasses(String trainedOn, String evaluatedOn) {
        assertThatCode(() -> TrainedOn.requireUnseen(
                        trained(trainedOn), DATA.interactions(), ToyBundle.split(DATA, evaluatedOn)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "leave-last-out, user-tail(0.5), the training part of leave-last-out",
        "user-tail(0.1), user-tail(0.5), the training part of user-tail(0.1)",
        "user-tail(0.1), global-tail(0.2), the training part of user-tail(0.1)",
        "none, leave-last-out, everything",
        "none, random(0.2), everything",
    })
    void aModelThatSawTargetsFails(String trainedOn, String evaluatedOn, String said) {
        assertThatThrownBy(() -> TrainedOn.requireUnseen(
                        trained(trainedOn), DATA.interactions(), ToyBundle.split(DATA, evaluatedOn)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("the model was trained on " + said + ", which holds test interactions of ")
                .hasMessageEndingWith("train with --split " + evaluatedOn);
    }

    @Test
    void trainedOnEverythingNamesAllUsersWithATarget() {
        assertThatThrownBy(() -> TrainedOn.requireUnseen(
                        trained("none"), DATA.interactions(), ToyBundle.split(DATA, "leave-last-out")))
                .hasMessageContaining("of 30 users under leave-last-out");
    }

    @ParameterizedTest
    @CsvSource({"random(0.2), leave-last-out", "leave-last-out, random(0.2)", "random(0.2), 'random(0.2,7)'"})
    void rowsOfTwoSplitsOneOfThemRandomCannotBeTold(String trainedOn, String evaluatedOn) {
        assertThatThrownBy(() -> TrainedOn.requireUnseen(
                        trained(trainedOn), DATA.interactions(), ToyBundle.split(DATA, evaluatedOn)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("cannot tell which test interactions of " + evaluatedOn)
                .hasMessageContaining("it was trained on the training part of " + trainedOn)
                .hasMessageEndingWith("train with --split " + evaluatedOn);
    }

    @Test
    void otherDataCannotBeTold() {
        Dataset other = ToyBundle.dataset(6, 30, 20);
        assertThatThrownBy(() -> TrainedOn.requireUnseen(
                        trained("leave-last-out"), other.interactions(), ToyBundle.split(other, "leave-last-out")))
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
            assertThatThrownBy(() -> TrainedOn.requireUnseen(
                            wrong, DATA.interactions(), ToyBundle.split(DATA, "leave-last-out")))
                    .isInstanceOf(BundleException.class)
                    .hasMessageStartingWith("cannot tell what the model has seen: ")
                    .hasMessageContaining(rule)
                    .hasMessageEndingWith("train with --split leave-last-out");
        }
    }

    @Test
    void theFilterIsThatOfTheManifestAndNoOther() {
        Manifest manifest = filtered("k-core(2)");
        assertThat(TrainedOn.filters(manifest)).isEqualTo(Filters.parse("k-core(2)"));
        assertThat(TrainedOn.filters(trained("leave-last-out"))).isEqualTo(Filters.NONE);
        assertThatCode(() -> TrainedOn.requireFilter(manifest, Filters.parse("k-core(2)")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> TrainedOn.requireFilter(manifest, Filters.NONE))
                .isInstanceOf(BundleException.class)
                .hasMessage(
                        "the model was trained on data with the filter k-core(2), so figures on data with the filter none "
                                + "would be of other users and items; evaluate with --filter k-core(2), or train with --filter none");
    }

    @Test
    void anUnknownFilterCannotBeTold() {
        assertThatThrownBy(() -> TrainedOn.filters(filtered("by-moon")))
                .isInstanceOf(BundleException.class)
                .hasMessage(
                        "cannot tell what the model has seen: its manifest names the filter \"by-moon\", which this Tandem "
                                + "does not know; train anew");
    }

    private static Manifest filtered(String filter) {
        Manifest manifest = trained("leave-last-out");
        Manifest.Data data = manifest.data();
        return Manifest.of(
                manifest.kind(),
                manifest.config(),
                manifest.provenance(),
                manifest.training(),
                new Manifest.Data(
                        data.name(),
                        data.format(),
                        data.users(),
                        data.items(),
                        filter,
                        data.interactions(),
                        data.checksum(),
                        data.trainingChecksum(),
                        data.tieRule()));
    }

    @Test
    void refusesExactlyWhereTrainingAndTargetsOverlap() {
        String[] rules = {
            "user-tail(0.1)",
            "user-tail(0.3)",
            "user-tail(0.8)",
            "leave-last-out",
            "last-sessions(1,60)",
            "global-tail(0.1)",
            "global-tail(0.5)",
            "global-time(1970-01-04T00:00:00Z)",
            "global-time(2030-01-01T00:00:00Z)",
            "none"
        };
        int refused = 0;
        int passed = 0;
        for (String trainedOn : rules) {
            Manifest manifest = trained(trainedOn);
            for (String evaluatedOn : Arrays.copyOf(rules, rules.length - 1)) {
                Split split = ToyBundle.split(DATA, evaluatedOn);
                Set<Integer> targets = rows(split.all());
                targets.removeAll(rows(split.train()));
                targets.retainAll(rows(
                        trainedOn.equals(Manifest.NO_SPLIT)
                                ? DATA.interactions()
                                : ToyBundle.split(DATA, trainedOn).train()));
                ThrowingCallable guard = () -> TrainedOn.requireUnseen(manifest, DATA.interactions(), split);
                if (targets.isEmpty()) {
                    assertThatCode(guard).as("%s on %s", trainedOn, evaluatedOn).doesNotThrowAnyException();
                    passed++;
                } else {
                    assertThatThrownBy(guard)
                            .as("%s on %s", trainedOn, evaluatedOn)
                            .isInstanceOf(BundleException.class);
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(15);
        assertThat(passed).isGreaterThan(15);
    }

    private static Set<Integer> rows(Interactions part) {
        Set<Integer> rows = new HashSet<>();
        for (int user = 0; user < part.userCount(); user++) {
            for (int row = part.start(user); row < part.end(user); row++) {
                rows.add(row);
            }
        }
        return rows;
    }
}
