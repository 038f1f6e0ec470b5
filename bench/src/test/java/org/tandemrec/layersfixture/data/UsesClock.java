package org.tandemrec.layersfixture.data;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.tandemrec.layersfixture.base.ImportsRowBelow;

/** Breaks the rule on clocks and randomness; its import of the base is fine, and closes a cycle. */
public final class UsesClock {
    public Supplier<Instant> clock() {
        return Instant::now;
    }

    public double draw() {
        return Math.random() + ThreadLocalRandom.current().nextInt() + System.currentTimeMillis();
    }

    public int read(ImportsRowBelow above) {
        return above.hashCode();
    }
}
