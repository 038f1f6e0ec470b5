package org.tandemrec.server.layersfixture.life;

import org.tandemrec.server.layersfixture.stray.HasNoRow;

/** Breaks the layers: imports from a package without a row. */
record ImportsUnknownPackage(HasNoRow stray) {}
