package org.tandemrec.server.layersfixture.live;

import org.tandemrec.server.layersfixture.store.Row0;

/** Imports from a row above its own. */
public record Allowed(Row0 row) {}
