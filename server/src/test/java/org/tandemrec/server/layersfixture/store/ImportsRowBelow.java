package org.tandemrec.server.layersfixture.store;

import org.tandemrec.server.layersfixture.live.Allowed;

/** Breaks the layers: imports from a row below its own. */
record ImportsRowBelow(Allowed allowed) {}
