package org.tandemrec.model;

import org.jspecify.annotations.Nullable;

/** A training that is complete after one epoch: counts, similarities, closed forms. */
public final class SingleEpochRun implements TrainingRun {
    private final long epochUnits;
    private final String unit;
    private final Fit fit;
    private final Loading loading;
    private @Nullable Model model;

    /**
     * A run that has not begun.
     *
     * @param epochUnits how many units of progress {@code fit} tells of
     * @param unit the name of these units in the plural
     * @param loading makes the model of its own state again
     */
    public SingleEpochRun(long epochUnits, String unit, Fit fit, Loading loading) {
        this.epochUnits = epochUnits;
        this.unit = unit;
        this.fit = fit;
        this.loading = loading;
    }

    /** Makes the model. */
    @FunctionalInterface
    public interface Fit {
        /** Returns the model and its loss; tells {@code progress} of all units. */
        Fitted fit(ProgressListener.Task progress);
    }

    /** Makes the model of its state. */
    @FunctionalInterface
    public interface Loading {
        /** Returns the model whose {@link Model#state} it was. */
        Model load(ModelState state);
    }

    /**
     * What came out.
     *
     * @param model the model
     * @param loss the mean training loss; 0 of a model that minimises nothing
     */
    public record Fitted(Model model, double loss) {}

    @Override
    public int epochs() {
        return 1;
    }

    @Override
    public long epochUnits() {
        return epochUnits;
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        Fitted fitted = fit.fit(progress);
        model = fitted.model();
        return fitted.loss();
    }

    @Override
    public Model model() {
        if (model == null) {
            throw new IllegalStateException("the epoch is not done, so there is no model yet");
        }
        return model;
    }

    /** The model's state; empty before the epoch. */
    @Override
    public ModelState state() {
        return model == null ? new ModelState() : model.state();
    }

    @Override
    public void restore(ModelState state) {
        model = state.tensors().isEmpty() ? null : loading.load(state);
    }
}
