package org.tandemrec.app;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.model.EpochListener;
import org.tandemrec.model.Model;
import org.tandemrec.model.ralst.FusionWeights;
import org.tandemrec.model.ralst.RaLstModel;

/** Tells of every epoch as it is completed, and sums them up at the end. */
final class EpochLog implements EpochListener {
    private final CommonOptions common;
    private final int before;
    private final long start = System.nanoTime();
    private int last;
    private double loss = Double.NaN;
    private @Nullable FusionWeights weights;

    /** A log of the epochs after the first {@code before}, which an earlier run completed. */
    EpochLog(CommonOptions common, int before) {
        this.common = common;
        this.before = before;
        this.last = before;
    }

    @Override
    public void completed(int epoch, double meanLoss, Model model) {
        last = epoch;
        loss = meanLoss;
        String theta = "";
        if (model instanceof RaLstModel fusion) {
            weights = fusion.weights();
            theta = String.format(Locale.ROOT, ", theta %.4f, mapping %s", weights.theta(), scale(weights));
        }
        common.remark(String.format(Locale.ROOT, "  loss %.4f%s", loss, theta));
    }

    /** The number of epochs in all. */
    int epochs() {
        return last;
    }

    /** The time since this log was made. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The mean training loss in the last epoch, if this run trained one. */
    OptionalDouble loss() {
        return last > before ? OptionalDouble.of(loss) : OptionalDouble.empty();
    }

    /** How many epochs in what time, and how it ended. */
    String summary() {
        int trained = last - before;
        String text = trained + (trained == 1 ? " epoch" : " epochs")
                + (before == 0 ? "" : " after the first " + before) + " in " + Terminal.duration(seconds());
        return trained == 0 ? text : text + String.format(Locale.ROOT, ", last training loss %.4f", loss);
    }

    /** What the fusion learned, where the model is one. */
    List<String> fusion() {
        FusionWeights found = weights;
        if (found == null) {
            return List.of();
        }
        String text = String.format(
                Locale.ROOT,
                "The fusion has theta %.4f (1 is the short-term part alone, 0 the long-term part alone) and mapping %s",
                found.theta(),
                scale(found));
        return found.theta() >= 0 && found.theta() <= 1
                ? List.of(text)
                : List.of(
                        text,
                        "Warning: theta lies outside 0 … 1, so one part counts against an item what it scores for it");
    }

    /** The name of the scale on which the parts meet, as the setting {@code mapping} has it. */
    static String scale(FusionWeights weights) {
        return (weights.mapping().name() + " by " + weights.objective().name())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }
}
