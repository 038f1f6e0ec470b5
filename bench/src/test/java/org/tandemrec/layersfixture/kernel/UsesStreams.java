package org.tandemrec.layersfixture.kernel;

import java.util.Arrays;

/** Breaks the rule on streams. */
public final class UsesStreams {
    public int sum(int[] values) {
        return Arrays.stream(values).sum();
    }
}
