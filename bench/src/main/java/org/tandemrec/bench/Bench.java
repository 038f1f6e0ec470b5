package org.tandemrec.bench;

/**
 * {@code tandem bench}: runs the JMH benchmarks with JMH's own arguments, for example {@code tandem bench GemmBenchmark -p threads=2}
 * or {@code tandem bench -l}.
 */
public final class Bench {
    private Bench() {}

    /** Hands everything to JMH. */
    public static void main(String[] args) throws Exception {
        org.openjdk.jmh.Main.main(args);
    }
}
