package org.tandemrec.layersfixture.base;

import org.tandemrec.layersfixture.stray.HasNoRow;

/** Breaks the rows: imports a package without a row. */
public final class ImportsUnknownPackage {
    public int read(HasNoRow other) {
        return other.hashCode();
    }
}
