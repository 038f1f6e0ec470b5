package org.tandemrec.catalog;

import java.util.List;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.PartConfig;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import tools.jackson.databind.node.JsonNodeFactory;

/** The weighted sum of two models. */
public record ToyFusion(Model longTerm, Model shortTerm, float theta) implements Fusion {
    /** A catalog of the toy models. */
    public static final ModelCatalog CATALOG = ModelCatalog.of(List.of(
            ModelKind.of(
                    "toy-vectors",
                    ToyVectors.Config.DEFAULT,
                    ToyVectors.Config.PAPER,
                    (config, catalog) -> new ToyVectors.VectorsTrainer(config),
                    (config, state, catalog) -> ToyVectors.load(config, state)),
            ModelKind.of(
                    "toy-sequence",
                    ToySequence.Config.DEFAULT,
                    ToySequence.Config.PAPER,
                    (config, catalog) -> new ToySequence.SequenceTrainer(config),
                    (config, state, catalog) -> ToySequence.load(config, state)),
            ModelKind.of(
                    "toy-fusion",
                    Config.DEFAULT,
                    Config.PAPER,
                    (config, catalog) -> new FusionTrainer(
                            catalog.trainer(config.longTerm), catalog.trainer(config.shortTerm), config.theta),
                    (config, state, catalog) -> new ToyFusion(
                            catalog.load(config.longTerm, state.nested("long")),
                            catalog.load(config.shortTerm, state.nested("short")),
                            config.theta))));

    /** Its config. */
    public record Config(PartConfig longTerm, PartConfig shortTerm, float theta) {
        static final Config DEFAULT = new Config(
                new PartConfig(
                        "toy-vectors", JsonNodeFactory.instance.objectNode().put("epochs", 5)),
                new PartConfig("toy-sequence", JsonNodeFactory.instance.objectNode()),
                0.25f);
        static final Config PAPER = new Config(
                new PartConfig(
                        "toy-vectors", JsonNodeFactory.instance.objectNode().put("preset", "paper")),
                new PartConfig("toy-sequence", JsonNodeFactory.instance.objectNode()),
                0.5f);
    }

    private record FusionTrainer(Trainer longTerm, Trainer shortTerm, float theta) implements Trainer {
        @Override
        public String kind() {
            return "toy-fusion";
        }

        @Override
        public TrainingRun start(Interactions training, TrainingContext context) {
            throw new UnsupportedOperationException("trained as a whole");
        }

        @Override
        public Model train(Interactions training, TrainingContext context) {
            return new ToyFusion(longTerm.train(training, context), shortTerm.train(training, context), theta);
        }
    }

    @Override
    public String kind() {
        return "toy-fusion";
    }

    @Override
    public ModelState state() {
        return new ModelState().putNested("long", longTerm.state()).putNested("short", shortTerm.state());
    }

    @Override
    public Fuser fuser() {
        return new Fuser() {
            @Override
            public void fuse(float[][] scores, int offset, float[] fused) {
                for (int i = offset; i < offset + itemCount(); i++) {
                    fused[i] = theta * scores[1][i] + (1 - theta) * scores[0][i];
                }
            }

            @Override
            public void contributions(float[][] scores, int offset, float[][] addends) {
                for (int i = offset; i < offset + itemCount(); i++) {
                    addends[0][i] = (1 - theta) * scores[0][i];
                    addends[1][i] = theta * scores[1][i];
                }
            }

            @Override
            public void contributions(int part, float[][] scores, int offset, float[] further, int count) {
                for (int i = 0; i < count; i++) {
                    further[i] *= part == 0 ? 1 - theta : theta;
                }
            }
        };
    }
}
