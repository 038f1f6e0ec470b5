package org.tandemrec.model.ralst;

import java.util.Arrays;
import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Model;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Replay;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.SampledNegatives;
import org.tandemrec.split.Split;

/**
 * All parts' scores of every held-out target and its sampled negatives, target first, with the maps that need the scores of all
 * candidates. Lists are ordered by user, then time.
 */
final class HeldOutLists {
    /** Scales whose maps differ from list to list. */
    private static final ScoreScale[] PER_LIST = {ScoreScale.MIN_MAX, ScoreScale.Z_SCORE, ScoreScale.LOG_SOFTMAX};

    private static final Calibration NONE = new Calibration(1, 0);

    /** The room of a list: its target and the negatives asked for. */
    final int stride;
    /** The number of scores in a list, its target included; 0 where the target is no candidate. */
    final int[] length;
    /** Lists of held-out user {@code u} are {@code userStart[u] … userStart[u + 1] - 1}. */
    final int[] userStart;

    /** The raw scores of each part. */
    final float[][] scores;

    private final ScoreScale.Affine[][][] maps;

    private HeldOutLists(Split split, int parts, int negatives) {
        int users = split.train().userCount();
        this.stride = negatives + 1;
        this.userStart = new int[users + 1];
        for (int user = 0; user < users; user++) {
            userStart[user + 1] = userStart[user] + split.targetCount(user);
        }
        int lists = userStart[users];
        long size = lists * (negatives + 1L);
        Check.argument(
                size <= Integer.MAX_VALUE - 8,
                "to fit theta on %,d held-out targets with %,d negatives each takes arrays of %,d scores, more than there can be; "
                        + "set heldOutUsers, such as 5000, or lower negatives",
                lists,
                negatives,
                size);
        this.length = new int[lists];
        this.scores = new float[parts][lists * stride];
        this.maps = new ScoreScale.Affine[parts][PER_LIST.length][lists];
    }

    static HeldOutLists of(
            Split split,
            Candidates candidates,
            List<Model> parts,
            int negatives,
            Seed seed,
            Parallel parallel,
            ProgressListener.Task progress) {
        HeldOutLists lists = new HeldOutLists(split, parts.size(), negatives);
        SampledNegatives sampled = new SampledNegatives(split.all(), candidates, negatives, seed);
        new Replay(split, parts).run(parallel, () -> lists.collector(split, candidates, sampled.copy()), progress);
        return lists;
    }

    private Replay.Visitor collector(Split split, Candidates candidates, SampledNegatives sampled) {
        int[] items = new int[stride];
        float[] gathered = new float[candidates.size()];
        return targets -> {
            for (int i = 0; i < targets.count(); i++) {
                int user = targets.user(i);
                int row = targets.row(i);
                int list = userStart[user] + row - split.train().end(user);
                int[] negatives = Arrays.copyOfRange(items, 1, stride);
                items[0] = split.all().item(row);
                if (!candidates.contains(items[0])) {
                    continue; // a miss whatever the fusion: nothing to learn from
                }
                length[list] = 1 + sampled.draw(user, row, negatives);
                System.arraycopy(negatives, 0, items, 1, negatives.length);
                int offset = i * split.all().itemCount();
                for (int part = 0; part < scores.length; part++) {
                    collect(targets.scores(part), offset, items, list, part, candidates, gathered);
                }
            }
        };
    }

    private void collect(
            float[] all, int offset, int[] items, int list, int part, Candidates candidates, float[] gathered) {
        for (int j = 0; j < length[list]; j++) {
            scores[part][list * stride + j] = all[offset + items[j]];
        }
        candidates.gather(all, offset, gathered);
        for (int scale = 0; scale < PER_LIST.length; scale++) {
            maps[part][scale][list] = PER_LIST[scale].affine(gathered, 0, gathered.length, NONE);
        }
    }

    int count() {
        return length.length;
    }

    /** The number of parts. */
    int parts() {
        return scores.length;
    }

    /** A part's scores on a scale, in a new array. */
    float[] mapped(int part, ScoreScale scale, Calibration calibration) {
        Kernels kernels = Kernels.best();
        int perList = Arrays.asList(PER_LIST).indexOf(scale);
        float[] raw = scores[part];
        float[] x = new float[raw.length];
        for (int list = 0; list < length.length; list++) {
            ScoreScale.Affine affine = perList >= 0
                    ? maps[part][perList][list]
                    : scale.affine(raw, list * stride, length[list], calibration);
            int from = list * stride;
            for (int i = from; i < from + length[list]; i++) {
                x[i] = affine.factor() * raw[i] + affine.shift();
            }
            if (scale == ScoreScale.PROBABILITY) {
                kernels.sigmoid(x, from, x, from, length[list]);
            }
        }
        return x;
    }
}
