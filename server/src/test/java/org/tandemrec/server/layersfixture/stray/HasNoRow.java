package org.tandemrec.server.layersfixture.stray;

/** Is in a package without a row. */
public record HasNoRow(int value) {}
