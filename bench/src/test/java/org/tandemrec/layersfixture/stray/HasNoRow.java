package org.tandemrec.layersfixture.stray;

/** Breaks the table: its package is not in it. */
public final class HasNoRow {
    public static final int ROW = -1;
}
