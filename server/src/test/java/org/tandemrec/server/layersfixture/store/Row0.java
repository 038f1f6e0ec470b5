package org.tandemrec.server.layersfixture.store;

/** Imports nothing. */
public record Row0(int value) {}
