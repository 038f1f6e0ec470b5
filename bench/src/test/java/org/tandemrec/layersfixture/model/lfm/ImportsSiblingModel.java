package org.tandemrec.layersfixture.model.lfm;

import org.tandemrec.layersfixture.model.ralst.Allowed;

/** Breaks the rows: a model imports another. */
public final class ImportsSiblingModel {
    public int read(Allowed other) {
        return other.hashCode();
    }
}
