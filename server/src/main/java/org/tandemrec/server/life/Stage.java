package org.tandemrec.server.life;

import org.tandemrec.bundle.Bundle;

/** Where models serve: a model is made ready beside the one that serves, then takes its place. */
@FunctionalInterface
public interface Stage {
    /**
     * Makes a model ready: it has answered some questions when this returns, and nobody has noticed.
     *
     * @param bundle the model with all that belongs to it
     * @param name what the bundle is called
     * @return takes the place of the model that serves; quick, and does not fail
     * @throws RuntimeException if the model does not work
     */
    Runnable prepare(Bundle bundle, String name);
}
