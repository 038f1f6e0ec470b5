package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.base.Seed;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.SampledNegatives;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/**
 * The generated data holds both kinds of preference: simple scorers of each kind beat popularity, and their sum beats both. The
 * long-term scorer sees the user's training items as a set, the short-term one only the last three items before the target.
 */
class PlantedPreferencesTest {
    @TempDir
    private Path folder;

    private static final int NEGATIVES = 100;
    private static final double[] WEIGHTS = {1, 2, 3, 4, 6};

    @Test
    void bothKindsBeatPopularityAndTheirSumBeatsBoth() {
        Interactions all = Generator.generate(GeneratorConfig.DEFAULT, new Seed(7))
                .dataset()
                .interactions();
        Split split = SplitRule.PAPER.apply(all);
        int best = argMax(new Trial(split.validation(), all).fused);
        Trial test = new Trial(split, all);
        assertThat(test.longTerm).isGreaterThan(test.popularity + 0.15);
        assertThat(test.shortTerm).isGreaterThan(test.popularity + 0.15);
        assertThat(test.fused[best]).isGreaterThan(test.longTerm + 0.025).isGreaterThan(test.shortTerm + 0.025);
    }

    @Test
    void aLogOfTheNetflixGeneratorHoldsThemToo() throws IOException {
        NetflixGenerator.write(new NetflixConfig(0.003), new Seed(7), folder, GeneratorProgress.NONE);
        Interactions all = Dataset.read(folder).interactions();
        Split split = SplitRule.PAPER.apply(all);
        int best = argMax(new Trial(split.validation(), all).fused);
        Trial test = new Trial(split, all);
        assertThat(test.longTerm).isGreaterThan(test.popularity + 0.05);
        assertThat(test.shortTerm).isGreaterThan(test.popularity + 0.05);
        assertThat(test.fused[best]).isGreaterThan(test.longTerm + 0.02).isGreaterThan(test.shortTerm + 0.02);
    }

    private static int argMax(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /** NDCG@10, averaged over users, of every scorer on the targets of one split. */
    private static final class Trial {
        final double popularity;
        final double longTerm;
        final double shortTerm;
        final double[] fused = new double[WEIGHTS.length];

        Trial(Split split, Interactions everything) {
            Interactions train = split.train();
            int[] counts = train.itemCounts();
            float[][] together = together(train, counts);
            float[][][] following = {following(train, 1), following(train, 2), following(train, 3)};
            SampledNegatives negatives =
                    new SampledNegatives(everything, Candidates.of(train), NEGATIVES, new Seed(1).child("negatives"));
            double[] sum = new double[3 + WEIGHTS.length];
            int users = 0;
            int[] list = new int[NEGATIVES + 1];
            double[][] scores = new double[sum.length][NEGATIVES + 1];
            for (int user = 0; user < train.userCount(); user++) {
                int targets = split.targetCount(user);
                for (int row = train.end(user); row < split.all().end(user); row++) {
                    int count = negatives.draw(user, row, list);
                    list[count] = split.all().item(row);
                    for (int i = 0; i <= count; i++) {
                        scores[0][i] = counts[list[i]];
                        scores[1][i] = affinity(train, user, together[list[i]]);
                        scores[2][i] = transition(split.all(), user, row, list[i], following, counts, train.size());
                        double logLong = Math.log(scores[1][i] + 1e-6);
                        double logShort = Math.log(scores[2][i]);
                        for (int w = 0; w < WEIGHTS.length; w++) {
                            scores[3 + w][i] = logShort + WEIGHTS[w] * logLong;
                        }
                    }
                    for (int scorer = 0; scorer < sum.length; scorer++) {
                        sum[scorer] += gain(scores[scorer], count) / targets;
                    }
                }
                users += targets > 0 ? 1 : 0;
            }
            popularity = sum[0] / users;
            longTerm = sum[1] / users;
            shortTerm = sum[2] / users;
            for (int w = 0; w < WEIGHTS.length; w++) {
                fused[w] = sum[3 + w] / users;
            }
        }

        /** The gain of the target, the last of {@code count + 1} scores; ties take the worst rank. */
        private static double gain(double[] scores, int count) {
            int rank = 1;
            for (int i = 0; i < count; i++) {
                rank += scores[i] >= scores[count] ? 1 : 0;
            }
            return rank > 10 ? 0 : Math.log(2) / Math.log(rank + 1);
        }

        /** Cosine of every pair of items over the users who have both. */
        private static float[][] together(Interactions train, int[] counts) {
            int items = train.itemCount();
            float[][] together = new float[items][items];
            for (int user = 0; user < train.userCount(); user++) {
                for (int a = train.start(user); a < train.end(user); a++) {
                    for (int b = train.start(user); b < a; b++) {
                        together[train.item(a)][train.item(b)]++;
                        together[train.item(b)][train.item(a)]++;
                    }
                }
            }
            for (int a = 0; a < items; a++) {
                for (int b = 0; b < items; b++) {
                    together[a][b] /= (float) Math.sqrt(Math.max(1, (double) counts[a] * counts[b]));
                }
            }
            return together;
        }

        private static double affinity(Interactions train, int user, float[] together) {
            double sum = 0;
            for (int row = train.start(user); row < train.end(user); row++) {
                sum += together[train.item(row)];
            }
            return sum / train.count(user);
        }

        /** Share of the items that follow an item {@code lag} places later. */
        private static float[][] following(Interactions train, int lag) {
            float[][] following = new float[train.itemCount()][train.itemCount()];
            int[] total = new int[train.itemCount()];
            for (int user = 0; user < train.userCount(); user++) {
                for (int row = train.start(user) + lag; row < train.end(user); row++) {
                    following[train.item(row - lag)][train.item(row)]++;
                    total[train.item(row - lag)]++;
                }
            }
            for (int item = 0; item < total.length; item++) {
                for (int next = 0; next < total.length; next++) {
                    following[item][next] /= Math.max(1, total[item]);
                }
            }
            return following;
        }

        private static double transition(
                Interactions all, int user, int row, int item, float[][][] following, int[] counts, int size) {
            double sum = 0.1 * (counts[item] + 1) / size;
            for (int lag = 1; lag <= following.length && row - lag >= all.start(user); lag++) {
                sum += following[lag - 1][all.item(row - lag)][item] / lag;
            }
            return sum;
        }
    }
}
