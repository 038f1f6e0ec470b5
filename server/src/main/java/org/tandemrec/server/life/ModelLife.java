package org.tandemrec.server.life;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The model that serves, and how it is replaced. */
public interface ModelLife {
    /** Whether a model serves and is warm. */
    boolean isReady();

    /** The card of the model that serves: kind, provenance, settings, sizes, θ, curve of training. */
    JsonNode card();

    /**
     * Loads a bundle, warms it and lets it serve; the old one serves until then, and further where the new one is bad.
     *
     * @param path of a bundle, relative to the folder of bundles or inside it
     * @throws ModelException if the path leads elsewhere, or the bundle is missing, damaged or does not work
     */
    void swap(String path);

    /**
     * Starts a training from the event store in a process of its own.
     *
     * @throws ModelException if one runs already, or there is nothing to train on
     */
    TrainingStatus train();

    /** How the last training went, or goes. */
    TrainingStatus training();

    /**
     * A training.
     *
     * @param state {@code none}, {@code running}, {@code succeeded}, {@code failed}
     * @param progress 0 … 1
     * @param message the last line of progress, or what went wrong
     * @param startedMillis when it began, in milliseconds since 1970; 0 for none
     * @param bundle the name of the bundle that it made; null while there is none
     */
    record TrainingStatus(
            String state,
            double progress,
            String message,
            long startedMillis,
            @Nullable String bundle) {}
}
