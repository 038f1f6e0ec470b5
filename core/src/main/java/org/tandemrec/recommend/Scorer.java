package org.tandemrec.recommend;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Fusion;
import org.tandemrec.split.Candidates;

/**
 * The scores of all items for one user at a time, in arrays that are allocated once and overwritten by the next user's. Not safe for
 * use by several threads at once.
 *
 * <p>The lift of an item is how far a part raises its score above an average candidate: the part's addend less its mean over the
 * candidates, as in {@link Recommendation.Parts}. Where the model fuses nothing it is both parts, and the lift is the score less its mean.
 */
public final class Scorer {
    private static final Kernels KERNELS = Kernels.best();

    private final LiveModel model;
    private final List<LivePart> parts;
    private final Fusion.@Nullable Fuser fuser;
    private final float[][] scores;
    private final float[][] addends;
    private final double[] means;
    private final float[] fused;
    private @Nullable LiveState state;

    Scorer(LiveModel model, List<LivePart> parts) {
        this.model = model;
        this.parts = parts;
        this.fuser = model.model() instanceof Fusion fusion ? fusion.fuser() : null;
        this.scores = new float[parts.size()][model.itemCount()];
        this.addends = fuser == null ? scores : new float[parts.size()][model.itemCount()];
        this.means = new double[parts.size()];
        this.fused = fuser == null ? scores[0] : new float[model.itemCount()];
    }

    /** Scores all items for a user. Needs no further arrays where all parts are GRU4Rec or factor models. */
    public void score(LiveState user) {
        state = user;
        for (int part = 0; part < scores.length; part++) {
            parts.get(part).score(user.memory(part), user.past(), scores[part]);
        }
        fuse();
    }

    /**
     * Scores one part for another past and leaves the other parts as {@link #score} made them.
     *
     * @param part 0 is the long-term part, 1 the short-term one
     * @param other a state of {@link LiveModel#part}
     */
    public void rescore(int part, LiveState other) {
        int place = place(part);
        parts.get(place).score(other.memory(0), other.past(), scores[place]);
        fuse();
    }

    private void fuse() {
        if (fuser != null) {
            fuser.contributions(scores, 0, addends);
            System.arraycopy(addends[0], 0, fused, 0, fused.length);
            for (int part = 1; part < addends.length; part++) {
                KERNELS.axpy(1, addends[part], 0, fused, 0, fused.length);
            }
        }
        for (int part = 0; part < means.length; part++) {
            means[part] = mean(addends[part], model.candidates());
        }
    }

    /** The mean over the candidates of what is a finite number. */
    static double mean(float[] addend, Candidates candidates) {
        double sum = 0;
        int count = 0;
        for (int place = 0; place < candidates.size(); place++) {
            float value = addend[candidates.item(place)];
            if (Float.isFinite(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /** The scores of all items by the model. Not to be changed. */
    public float[] fused() {
        return fused;
    }

    /** The scores of all items by the long-term part. Not to be changed. */
    public float[] longTerm() {
        return scores[0];
    }

    /** The scores of all items by the short-term part. Not to be changed. */
    public float[] shortTerm() {
        return scores[place(1)];
    }

    /**
     * How far a part lifts an item.
     *
     * @param part 0 is the long-term part, 1 the short-term one
     */
    public float lift(int part, int item) {
        int place = place(part);
        return (float) (addends[place][item] - means[place]);
    }

    private int place(int part) {
        return Math.min(part, scores.length - 1);
    }

    /**
     * Scores items that training did not see by their long-term factors ({@link LiveModel#foldInItem}); by any other part they are
     * average candidates.
     *
     * @param scored receives the long-term part's scores in its first row, the lifts by it in its second, the model's scores in its third
     */
    public void scoreFoldedIn(List<float[]> items, float[][] scored) {
        LiveState user = Objects.requireNonNull(state, "score a user before items that training did not see");
        LivePart longTerm = parts.getFirst();
        int count = items.size();
        double average = 0;
        for (double mean : means) {
            average += mean;
        }
        for (int i = 0; i < count; i++) {
            scored[0][i] = longTerm.score(user.memory(0), items.get(i));
            scored[1][i] = scored[0][i];
        }
        if (fuser != null) {
            fuser.contributions(0, scores, 0, scored[1], count);
        }
        for (int i = 0; i < count; i++) {
            scored[2][i] = (float) (average - means[0] + scored[1][i]);
            scored[1][i] -= (float) means[0];
        }
    }
}
