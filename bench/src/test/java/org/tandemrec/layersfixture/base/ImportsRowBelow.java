package org.tandemrec.layersfixture.base;

import org.tandemrec.layersfixture.kernel.ImportsSibling;

/** Breaks the rows: row 0 imports row 1. */
public final class ImportsRowBelow {
    public int read(ImportsSibling other) {
        return other.hashCode();
    }
}
