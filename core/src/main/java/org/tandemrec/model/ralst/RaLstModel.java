package org.tandemrec.model.ralst;

import org.tandemrec.base.Check;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.split.Candidates;

/**
 * Two models fused: h = θ x₁ + (1 − θ) x₂ (paper, eq 8), where x₁ and x₂ are the short-term and the long-term part's scores on a
 * common scale ({@link Mapping}).
 *
 * <p>It keeps both fusions that were fitted: its own scores are those of {@code ra-lst}; {@link #squared} are those of eqs 8–11 to
 * the letter.
 */
public final class RaLstModel implements Fusion {
    /** The kind's name. */
    public static final String KIND = "ra-lst";

    private final Model longTerm;
    private final Model shortTerm;
    private final Candidates candidates;
    private final FusionWeights weights;
    private final FusionWeights squaredWeights;
    private final Kernels kernels = Kernels.best();

    RaLstModel(
            Model longTerm,
            Model shortTerm,
            Candidates candidates,
            FusionWeights weights,
            FusionWeights squaredWeights) {
        this.longTerm = longTerm;
        this.shortTerm = shortTerm;
        this.candidates = candidates;
        this.weights = weights;
        this.squaredWeights = squaredWeights;
    }

    /**
     * Loads a model from its {@link #state} and its parts, which were loaded from {@code state.nested("longTerm")} and
     * {@code state.nested("shortTerm")}.
     *
     * @throws IllegalArgumentException if a tensor is missing, or the parts or the candidates are of different items
     */
    public static RaLstModel load(ModelState state, Model longTerm, Model shortTerm) {
        int[] counts = new int[longTerm.itemCount()];
        Check.argument(
                shortTerm.itemCount() == counts.length,
                "the long-term part has %d items, the short-term part %d",
                counts.length,
                shortTerm.itemCount());
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
                Candidates.ofCounts(counts),
                FusionWeights.of(state.nested("fusion")),
                FusionWeights.of(state.nested("squared")));
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

    /** How this model fuses. */
    public FusionWeights weights() {
        return weights;
    }

    /** The same parts fused by the paper's squared error. */
    public RaLstModel squared() {
        return new RaLstModel(longTerm, shortTerm, candidates, squaredWeights, squaredWeights);
    }

    @Override
    public void fuse(float[] longScores, float[] shortScores, int offset, float[] fused) {
        int N = itemCount();
        float[] x2 = new float[N];
        map(weights.mapping().longTerm(), weights.longTerm(), 1 - weights.theta(), longScores, offset, x2, 0);
        map(weights.mapping().shortTerm(), weights.shortTerm(), weights.theta(), shortScores, offset, fused, offset);
        kernels.axpy(1, x2, 0, fused, offset, N);
    }

    @Override
    public void contributions(
            float[] longScores, float[] shortScores, int offset, float[] longPart, float[] shortPart) {
        map(
                weights.mapping().longTerm(),
                weights.longTerm(),
                1 - weights.theta(),
                longScores,
                offset,
                longPart,
                offset);
        map(
                weights.mapping().shortTerm(),
                weights.shortTerm(),
                weights.theta(),
                shortScores,
                offset,
                shortPart,
                offset);
    }

    /** to = weight · x for one part's row of scores. */
    private void map(
            ScoreScale scale,
            Calibration calibration,
            double weight,
            float[] scores,
            int offset,
            float[] to,
            int toOffset) {
        int N = itemCount();
        ScoreScale.Affine affine = candidates.size() == N
                ? scale.affine(scores, offset, N, calibration)
                : scale.affine(candidateScores(scores, offset), 0, candidates.size(), calibration);
        boolean probability = scale == ScoreScale.PROBABILITY;
        float outer = (float) (probability ? 1 : weight);
        float factor = outer * affine.factor();
        float shift = outer * affine.shift();
        for (int i = 0; i < N; i++) {
            to[toOffset + i] = factor * scores[offset + i] + shift;
        }
        if (probability) {
            kernels.sigmoid(to, toOffset, to, toOffset, N);
            kernels.scale((float) weight, to, toOffset, N);
        }
    }

    private float[] candidateScores(float[] scores, int offset) {
        float[] gathered = new float[candidates.size()];
        candidates.gather(scores, offset, gathered);
        return gathered;
    }

    @Override
    public ModelState state() {
        return new ModelState()
                .putNested("longTerm", longTerm.state())
                .putNested("shortTerm", shortTerm.state())
                .putNested("fusion", weights.state())
                .putNested("squared", squaredWeights.state())
                .put("candidates", candidates.items());
    }
}
