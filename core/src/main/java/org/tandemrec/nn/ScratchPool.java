package org.tandemrec.nn;

import java.util.ArrayDeque;

/** Arrays for what a task writes before it reads it: whoever takes one has it alone. At most as many are made as tasks run at once. */
final class ScratchPool {
    private final ArrayDeque<float[]> free = new ArrayDeque<>();

    /** An array of at least {@code size}, of any content. */
    synchronized float[] take(int size) {
        float[] array = free.poll();
        return array == null || array.length < size ? new float[size] : array;
    }

    /** Gives an array back. */
    synchronized void give(float[] array) {
        free.push(array);
    }
}
