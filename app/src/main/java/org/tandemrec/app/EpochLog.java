package org.tandemrec.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.model.EpochListener;
import org.tandemrec.model.Model;
import org.tandemrec.model.Validation;
import org.tandemrec.model.ralst.FusionWeights;
import org.tandemrec.model.ralst.RaLstModel;

/** Tells of every epoch as it is completed and validated, and sums them up at the end. */
final class EpochLog implements EpochListener {
    private final CommonOptions common;
    private final int before;
    private final double secondsBefore;
    private final @Nullable String metric;
    private final long start = System.nanoTime();
    private final List<TrainingSoFar.Loss> losses;
    private final List<Validation.Point> curve = new ArrayList<>();
    private Validation.@Nullable Point best;
    private String line = "";
    private boolean refitting;
    private int trained;
    private int last;
    private double loss = Double.NaN;

    /**
     * A log of the epochs after the first {@code before}, which an earlier run completed.
     *
     * @param earlier what is known of that run
     * @param metric what every epoch is validated by; null if none is
     */
    EpochLog(CommonOptions common, int before, TrainingSoFar earlier, @Nullable String metric) {
        this.common = common;
        this.before = before;
        this.secondsBefore = earlier.seconds();
        this.losses = new ArrayList<>(earlier.losses());
        this.metric = metric;
        this.last = before;
    }

    @Override
    public void completed(int epoch, double meanLoss, Model model) {
        trained++;
        last = epoch;
        loss = meanLoss;
        if (!refitting) {
            losses.add(new TrainingSoFar.Loss(epoch, meanLoss));
        }
        String theta = model instanceof RaLstModel fusion
                ? String.format(
                        Locale.ROOT,
                        ", theta %.4f, mapping %s",
                        fusion.weights().theta(),
                        scale(fusion.weights()))
                : "";
        line = String.format(Locale.ROOT, "loss %.4f%s", loss, theta);
        if (metric == null || refitting) {
            common.remark("  " + line);
        }
    }

    @Override
    public void validated(Validation.Point point, boolean better) {
        curve.add(point);
        best = better ? point : best;
        if (trained > 0) { // else an earlier run told of it
            common.remark(String.format(
                    Locale.ROOT,
                    "  epoch %d: %s, %s %.4f%s",
                    point.epoch(),
                    line,
                    metric,
                    point.metric(),
                    better ? " (best so far)" : ""));
        }
    }

    @Override
    public void refitting(int epochs) {
        refitting = true;
        common.remark("Training again on all training data: "
                + (epochs == 1 ? "1 epoch, which was" : epochs + " epochs, which were") + " best");
    }

    /** The number of epochs that the model was trained for. */
    int epochs() {
        return best == null ? last : best.epoch();
    }

    /** What was found of every validated epoch, by epoch; empty without validation. */
    List<Validation.Point> curve() {
        return List.copyOf(curve);
    }

    /** What the training has taken and found, that of the run that it goes on from included. */
    TrainingSoFar soFar() {
        return new TrainingSoFar(secondsBefore + seconds(), losses);
    }

    /** The time since this log was made. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The mean training loss in the last epoch of the model, if that is known to this run. */
    OptionalDouble loss() {
        if (best != null && !refitting) {
            return OptionalDouble.of(best.loss());
        }
        return trained > 0 ? OptionalDouble.of(loss) : OptionalDouble.empty();
    }

    /** How many epochs in what time, and how it ended. */
    String summary() {
        String text = trained + (trained == 1 ? " epoch" : " epochs")
                + (before == 0 ? "" : " after the first " + before) + " in " + Terminal.duration(seconds());
        if (best != null) {
            return text
                    + String.format(
                            Locale.ROOT,
                            "; epoch %d of %d is the best with %s %.4f%s",
                            best.epoch(),
                            curve.size(),
                            metric,
                            best.metric(),
                            refitting ? ", trained again on all training data" : "");
        }
        return trained == 0 ? text : text + String.format(Locale.ROOT, ", last training loss %.4f", loss);
    }

    /** What the fusion learned, where the model is one. */
    static List<String> fusion(Model model) {
        if (!(model instanceof RaLstModel fusion)) {
            return List.of();
        }
        FusionWeights found = fusion.weights();
        double theta = found.theta();
        String text = "The fusion has " + weights(fusion)
                + (fusion.others().isEmpty() ? " (1 is the short-term part alone, 0 the long-term part alone)" : "")
                + " and mapping " + scale(found);
        return theta >= 0 && theta <= 1
                ? List.of(text)
                : List.of(
                        text,
                        "Warning: theta lies outside 0 … 1, so one part counts against an item what it scores for it");
    }

    /** What the parts weigh: {@code theta 0.7000} of two, {@code weights lfm 0.2000, gru4rec 0.7000, als 0.1000} of more. */
    static String weights(RaLstModel fusion) {
        double[] weights = fusion.weights().weights();
        if (fusion.others().isEmpty()) {
            return String.format(Locale.ROOT, "theta %.4f", fusion.weights().theta());
        }
        List<String> names = fusion.partNames();
        return IntStream.range(0, weights.length)
                .mapToObj(part -> String.format(Locale.ROOT, "%s %.4f", names.get(part), weights[part]))
                .collect(Collectors.joining(", ", "weights ", ""));
    }

    /** The name of the scale on which the parts meet, as the setting {@code mapping} has it. */
    static String scale(FusionWeights weights) {
        return (weights.mapping().name() + " by " + weights.objective().name())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }
}
