package org.tandemrec.eval;

import org.jspecify.annotations.Nullable;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Model;

/**
 * A model under evaluation.
 *
 * @param name what results call it
 * @param model the model
 * @param calibration turns its scores into probabilities, fitted on held-out training data; without one there is no {@code rmse},
 *     only {@code rmse-raw}
 */
public record Contender(String name, Model model, @Nullable Calibration calibration) {
    /** A model without a calibration, named by its kind. */
    public static Contender of(Model model) {
        return new Contender(model.kind(), model, null);
    }
}
