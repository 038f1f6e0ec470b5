package org.tandemrec.layersfixture.model;

import org.tandemrec.layersfixture.model.lfm.ImportsSiblingModel;

/** Breaks the rows: the roles import a model. */
public final class ImportsItsModel {
    public int read(ImportsSiblingModel other) {
        return other.hashCode();
    }
}
