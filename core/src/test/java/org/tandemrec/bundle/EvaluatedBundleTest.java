package org.tandemrec.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.Interactions;
import org.tandemrec.eval.Contender;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.Evaluator;
import org.tandemrec.eval.Protocol;
import org.tandemrec.model.Model;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A trained LFM goes to disk, comes back and is evaluated, but only on what it has not seen. */
class EvaluatedBundleTest {
    private static final ModelCatalog CATALOG = ModelCatalog.standard();

    private static final Dataset DATA = Generator.generate(
                    new GeneratorConfig(60, 60, 3, 8, 12, 0.45, 0.92, 0.08, 3, 3.0, 0.4, 0.6, 300), new Seed(1))
            .dataset();

    private static Model train(JsonNode config, Interactions training) {
        return CATALOG.trainer("lfm", config).train(training, TrainingContext.of(3));
    }

    private static Manifest write(Path folder, String split) {
        JsonNode config = CATALOG.resolve(
                "lfm", JsonNodeFactory.instance.objectNode().put("epochs", 1).put("factors", 4));
        Interactions all = DATA.interactions();
        Interactions training = split.equals(Manifest.NO_SPLIT)
                ? all
                : SplitRule.parse(split).apply(all).train();
        Manifest manifest = Manifest.of(
                "lfm",
                config,
                Manifest.Provenance.ofThisJvm("0.1.0", Instant.EPOCH, "scalar", "plain"),
                new Manifest.Training(3, split, Manifest.NO_SPLIT, 0.1, 1),
                Manifest.Data.of(DATA, training));
        return BundleWriter.write(folder, Bundle.of(train(config, training), manifest, DATA, training));
    }

    private static Evaluation evaluate(Bundle bundle, String rule) {
        Split split = SplitRule.parse(rule).apply(DATA.interactions());
        TrainedOn.requireUnseen(bundle.manifest(), DATA.interactions(), split);
        return new Evaluator(split, Protocol.paper(5)).evaluate(Contender.allOf(bundle.model()));
    }

    @Test
    void whatComesBackGetsTheFiguresOfWhatWasWritten(@TempDir Path folder) {
        Manifest manifest = write(folder.resolve("lfm"), "user-tail(0.1)");
        Split split = SplitRule.PAPER.apply(DATA.interactions());
        Evaluation expected = new Evaluator(split, Protocol.paper(5))
                .evaluate(Contender.allOf(train(manifest.config(), split.train())));
        Bundle bundle = BundleReader.read(folder.resolve("lfm"), CATALOG);
        assertThat(evaluate(bundle, "user-tail(0.1)")).isEqualTo(expected);
        assertThat(expected.value("full-unseen", "lfm", "ndcg")).isBetween(0.0, 1.0);
        /* Later targets alone were not seen either. */
        assertThat(evaluate(bundle, "leave-last-out").figures()).isNotEmpty();
    }

    @Test
    void targetsThatItSawAreRefused(@TempDir Path folder) {
        write(folder.resolve("lfm"), "user-tail(0.1)");
        Bundle bundle = BundleReader.read(folder.resolve("lfm"), CATALOG);
        assertThatThrownBy(() -> evaluate(bundle, "user-tail(0.5)"))
                .isInstanceOf(BundleException.class)
                .hasMessage(
                        "the model was trained on the training part of user-tail(0.1), which holds test interactions "
                                + "of 60 users under user-tail(0.5), so its figures would mean nothing; "
                                + "train with --split user-tail(0.5)");
        write(folder.resolve("all"), Manifest.NO_SPLIT);
        Bundle everything = BundleReader.read(folder.resolve("all"), CATALOG);
        assertThatThrownBy(() -> evaluate(everything, "leave-last-out"))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(
                        "the model was trained on everything, which holds test interactions of 60 users");
    }
}
