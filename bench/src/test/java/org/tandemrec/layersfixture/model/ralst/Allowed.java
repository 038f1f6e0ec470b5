package org.tandemrec.layersfixture.model.ralst;

import org.tandemrec.layersfixture.data.UsesClock;

/** Breaks nothing. */
public final class Allowed {
    public int read(UsesClock above) {
        return above.hashCode();
    }
}
