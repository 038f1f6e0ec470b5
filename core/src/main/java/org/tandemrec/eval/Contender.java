package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.Model;
import org.tandemrec.model.ralst.FusionWeights;
import org.tandemrec.model.ralst.RaLstModel;

/**
 * A model under evaluation.
 *
 * @param name what results call it
 * @param model the model
 * @param calibration turns its scores into probabilities, fitted on held-out training data; without one there is no {@code rmse},
 *     only {@code rmse-raw}
 */
public record Contender(String name, Model model, @Nullable Calibration calibration) {
    /** The name of the fusion by the paper's squared error (eqs 8–11 to the letter). */
    public static final String SQUARED = "ra-lst-squared";

    /** What the name of a contender ends with whose figures are of histories in shuffled order. */
    public static final String SHUFFLED = " (shuffled)";

    /** A model, named by its kind; of an RA_LST with the calibration that was fitted on held-out training data. */
    public static Contender of(Model model) {
        return new Contender(
                model.kind(),
                model,
                model instanceof RaLstModel fusion ? fusion.weights().fused() : null);
    }

    /** The same model under the name that tells its figures on shuffled histories from the true ones. */
    public Contender shuffled() {
        return new Contender(name + SHUFFLED, model, calibration);
    }

    /**
     * Everything that a model lets be compared. Of an RA_LST: its parts, the long-term one first, itself and {@link #SQUARED}, each with
     * the calibration that was fitted on held-out training data; the parts have the names that the fusion {@linkplain
     * org.tandemrec.model.Fusion#partNames tells them apart} by. Of any other model: itself.
     */
    public static List<Contender> allOf(Model model) {
        if (!(model instanceof RaLstModel fusion)) {
            return List.of(of(model));
        }
        FusionWeights weights = fusion.weights();
        RaLstModel squared = fusion.squared();
        List<Model> parts = fusion.parts();
        List<String> names = fusion.partNames();
        List<Contender> contenders = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            contenders.add(new Contender(
                    names.get(part), parts.get(part), weights.calibrations().get(part)));
        }
        contenders.add(of(fusion));
        contenders.add(new Contender(SQUARED, squared, squared.weights().fused()));
        return List.copyOf(contenders);
    }
}
