package org.tandemrec.model.ralst;

import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.split.Candidates;

/**
 * Models fused: h = θ x₁ + (1 − θ) x₂ (paper, eq 8), where x₁ and x₂ are the short-term and the long-term part's scores on a common
 * scale ({@link Mapping}); of more than two parts h = Σ w_k x_k with weights of sum 1, none negative.
 *
 * <p>It keeps both fusions that were fitted: its own scores are those of {@code ra-lst}; {@link #squared} are those of eqs 8–11 to
 * the letter.
 */
public final class RaLstModel implements Fusion {
    /** The kind's name. */
    public static final String KIND = "ra-lst";

    private final Model longTerm;
    private final Model shortTerm;
    private final List<Model> others;
    private final Candidates candidates;
    private final FusionWeights weights;
    private final FusionWeights squaredWeights;
    private final Kernels kernels = Kernels.best();

    RaLstModel(
            Model longTerm,
            Model shortTerm,
            List<Model> others,
            Candidates candidates,
            FusionWeights weights,
            FusionWeights squaredWeights) {
        this.longTerm = longTerm;
        this.shortTerm = shortTerm;
        this.others = List.copyOf(others);
        this.candidates = candidates;
        this.weights = weights;
        this.squaredWeights = squaredWeights;
    }

    /** Loads a model of two parts; as {@link #load(ModelState, Model, Model, List)}. */
    public static RaLstModel load(ModelState state, Model longTerm, Model shortTerm) {
        return load(state, longTerm, shortTerm, List.of());
    }

    /**
     * Loads a model from its {@link #state} and its parts, which were loaded from {@code state.nested("longTerm")},
     * {@code state.nested("shortTerm")} and, the others, {@code state.nested("others.0")} and so on.
     *
     * @throws IllegalArgumentException if a tensor is missing, or the parts or the candidates are of different items
     */
    public static RaLstModel load(ModelState state, Model longTerm, Model shortTerm, List<Model> others) {
        int[] counts = new int[longTerm.itemCount()];
        requireItems("short-term part", shortTerm, counts.length);
        for (int i = 0; i < others.size(); i++) {
            requireItems("other part " + (i + 1), others.get(i), counts.length);
        }
        for (int item : state.ints("candidates")) {
            Check.argument(
                    item >= 0 && item < counts.length,
                    "items are 0 … %d, but a candidate is %d",
                    counts.length - 1,
                    item);
            counts[item] = 1;
        }
        return new RaLstModel(
                longTerm,
                shortTerm,
                others,
                Candidates.ofCounts(counts),
                FusionWeights.of(state.nested("fusion"), 2 + others.size()),
                FusionWeights.of(state.nested("squared"), 2 + others.size()));
    }

    private static void requireItems(String role, Model part, int items) {
        Check.argument(
                part.itemCount() == items, "the long-term part has %d items, the %s %d", items, role, part.itemCount());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Model longTerm() {
        return longTerm;
    }

    @Override
    public Model shortTerm() {
        return shortTerm;
    }

    @Override
    public List<Model> others() {
        return others;
    }

    /** How this model fuses. */
    public FusionWeights weights() {
        return weights;
    }

    /** The same parts fused by the paper's squared error. */
    public RaLstModel squared() {
        return new RaLstModel(longTerm, shortTerm, others, candidates, squaredWeights, squaredWeights);
    }

    @Override
    public Fuser fuser() {
        return new RowFuser();
    }

    /** Fuses with room for a row. */
    private final class RowFuser implements Fuser {
        private final int N = itemCount();
        private final float[] sum = new float[N];
        private final float[] addend = new float[N];
        private final float[] gathered = new float[candidates.size() == N ? 0 : candidates.size()];

        @Override
        public void fuse(float[][] scores, int offset, float[] fused) {
            map(0, scores[0], offset, sum, 0);
            for (int part = 1; part < weights.weights().length; part++) {
                map(part, scores[part], offset, addend, 0);
                kernels.axpy(1, addend, 0, sum, 0, N);
            }
            System.arraycopy(sum, 0, fused, offset, N);
        }

        @Override
        public void contributions(float[][] scores, int offset, float[][] addends) {
            for (int part = 0; part < weights.weights().length; part++) {
                map(part, scores[part], offset, addends[part], offset);
            }
        }

        @Override
        public void contributions(int part, float[][] scores, int offset, float[] further, int count) {
            map(part, affine(part, scores[part], offset), further, 0, further, 0, count);
        }

        /** to = w x for one part's row of scores. */
        private void map(int part, float[] scores, int offset, float[] to, int toOffset) {
            map(part, affine(part, scores, offset), scores, offset, to, toOffset, N);
        }

        private void map(
                int part, ScoreScale.Affine affine, float[] scores, int offset, float[] to, int toOffset, int n) {
            ScoreScale scale = weights.scales().get(part);
            double weight = weights.weights()[part];
            boolean probability = scale == ScoreScale.PROBABILITY;
            float outer = (float) (probability ? 1 : weight);
            float factor = outer * affine.factor();
            float shift = outer * affine.shift();
            for (int i = 0; i < n; i++) {
                to[toOffset + i] = factor * scores[offset + i] + shift;
            }
            if (probability) {
                kernels.sigmoid(to, toOffset, to, toOffset, n);
                kernels.scale((float) weight, to, toOffset, n);
            }
        }

        private ScoreScale.Affine affine(int part, float[] scores, int offset) {
            ScoreScale scale = weights.scales().get(part);
            Calibration calibration = weights.calibrations().get(part);
            if (candidates.size() == N) {
                return scale.affine(scores, offset, N, calibration);
            }
            candidates.gather(scores, offset, gathered);
            return scale.affine(gathered, 0, gathered.length, calibration);
        }
    }

    @Override
    public ModelState state() {
        ModelState state =
                new ModelState().putNested("longTerm", longTerm.state()).putNested("shortTerm", shortTerm.state());
        for (int i = 0; i < others.size(); i++) {
            state.putNested("others." + i, others.get(i).state());
        }
        return state.putNested("fusion", weights.state())
                .putNested("squared", squaredWeights.state())
                .put("candidates", candidates.items());
    }
}
