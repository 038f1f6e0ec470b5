package org.tandemrec.layersfixture.kernel;

import org.tandemrec.layersfixture.data.UsesClock;

/** Breaks the rows: imports a sibling, in an array. */
public final class ImportsSibling {
    public int read(UsesClock[] others) {
        return others[0].hashCode();
    }
}
