package org.tandemrec.nn;

import java.util.Arrays;
import org.tandemrec.base.Check;

/**
 * The rows of some consecutive steps of session-parallel training, and how states pass between them.
 *
 * <p>A step has a row for each of its lanes; all rows lie one after the other, the first step's first. A row continues one of the
 * step before, a lane of the state carried into the window, or nothing; no two rows continue the same, unless they {@link #branch}.
 */
public final class Window {
    /** The source of a row that starts a new sequence, and the successor of a row that no other continues. */
    public static final int NEW = -1;

    private final int maxLanes;
    private final int[] start;
    private final int[] source;
    private final int[] successor;
    private final int[] successorOfLane;
    private final int[] sibling;
    private int steps;

    /** Room for up to {@code maxSteps} steps of up to {@code maxLanes} rows, carried lanes included. */
    public Window(int maxSteps, int maxLanes) {
        this(maxSteps, maxLanes, Math.multiplyExact(maxSteps, maxLanes));
    }

    /** As the other one, with room for no more than {@code maxRows} rows in all steps together. */
    public Window(int maxSteps, int maxLanes, int maxRows) {
        Check.argument(maxSteps >= 1, "a window has at least 1 step, but maxSteps is %d", maxSteps);
        Check.argument(maxLanes >= 1, "a window has at least 1 lane, but maxLanes is %d", maxLanes);
        this.maxLanes = maxLanes;
        this.start = new int[maxSteps + 1];
        this.source = new int[maxRows];
        this.successor = new int[maxRows];
        this.successorOfLane = new int[maxLanes];
        this.sibling = new int[maxRows];
        clear();
    }

    /** The number of steps. */
    public int steps() {
        return steps;
    }

    /** The first row of a step; of step {@link #steps()} the number of rows. */
    public int start(int step) {
        assert step <= steps : step;
        return start[step];
    }

    /** The number of rows of a step. */
    public int size(int step) {
        return start(step + 1) - start[step];
    }

    /** The number of rows of all steps. */
    public int rows() {
        return start[steps];
    }

    /** What a row continues: in step 0 a lane of the carried state, in a later step a row of the step before, or {@link #NEW}. */
    public int source(int row) {
        return source[row];
    }

    /** A row of the next step that continues this one, or {@link #NEW} if none does; all others are its {@link #sibling}s. */
    public int successor(int row) {
        return successor[row];
    }

    /** Another row that continues the same as this one, or {@link #NEW} behind the last of them. */
    public int sibling(int row) {
        return sibling[row];
    }

    /** Removes all steps. */
    public void clear() {
        steps = 0;
        Arrays.fill(successorOfLane, NEW);
    }

    /**
     * Adds a step of {@code lanes} rows, which all start new sequences until {@link #setSource} says otherwise.
     *
     * @throws IllegalArgumentException if the window has no room for it
     */
    public void addStep(int lanes) {
        Check.argument(
                steps < start.length - 1, "the window has room for %d steps and all are taken", start.length - 1);
        Check.argument(
                lanes >= 0 && lanes <= maxLanes, "a step has 0 … %d lanes in this window, but was %d", maxLanes, lanes);
        int from = start[steps];
        Check.argument(
                lanes <= source.length - from,
                "the window has room for %d rows, of which %d are taken and %d are to come",
                source.length,
                from,
                lanes);
        start[++steps] = from + lanes;
        Arrays.fill(source, from, from + lanes, NEW);
        Arrays.fill(successor, from, from + lanes, NEW);
        Arrays.fill(sibling, from, from + lanes, NEW);
    }

    /**
     * Sets what a row of the last step continues.
     *
     * @throws IllegalArgumentException if the row is not of the last step, the source not of the step before (or a carried lane,
     *     or {@link #NEW}), or another row continues it already
     */
    public void setSource(int row, int source) {
        int[] successors = successors(row, source);
        if (source != NEW && successors[source] != NEW && successors[source] != row) {
            throw new IllegalArgumentException("row " + row + " cannot continue " + source + " of the step before: row "
                    + successors[source] + " does already");
        }
        if (this.source[row] != NEW) {
            successors[this.source[row]] = NEW;
        }
        if (source != NEW) {
            successors[source] = row;
        }
        this.source[row] = source;
    }

    /**
     * Lets a row of the last step continue what other rows may continue, too: each starts from the state after the source, whose
     * gradient is the sum of theirs.
     *
     * @throws IllegalArgumentException if the row is not of the last step or continues something, or the source is not of the step
     *     before nor a carried lane
     */
    public void branch(int row, int source) {
        int[] successors = successors(row, source);
        Check.argument(
                source != NEW && this.source[row] == NEW,
                "a branch needs a source and a row without one, but they were %d and row %d, which continues %d",
                source,
                row,
                this.source[row]);
        sibling[row] = successors[source];
        successors[source] = row;
        this.source[row] = source;
    }

    /** Checks that a row of the last step may continue a source, and returns the successors of what such rows may continue. */
    private int[] successors(int row, int source) {
        int last = steps - 1;
        if (last < 0 || row < start[last] || row >= start[steps]) {
            throw new IllegalArgumentException("row " + row + " is not of the last step, which ends before " + rows());
        }
        int from = last == 0 ? 0 : start[last - 1];
        int to = last == 0 ? maxLanes : start[last];
        if (source != NEW && (source < from || source >= to)) {
            throw new IllegalArgumentException("a row of step " + last + " continues one of " + from + " … " + (to - 1)
                    + " or NEW, but the source of row " + row + " was " + source);
        }
        return last == 0 ? successorOfLane : successor;
    }
}
