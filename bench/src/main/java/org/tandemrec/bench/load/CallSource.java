package org.tandemrec.bench.load;

/** What is asked for. Used by several threads at once. */
@FunctionalInterface
public interface CallSource {
    /** The call of a number, which is 0, 1, 2 … */
    Call call(long number);
}
