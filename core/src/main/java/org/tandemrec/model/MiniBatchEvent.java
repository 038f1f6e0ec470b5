package org.tandemrec.model;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A mini-batch that a trainer has learned from, for Flight Recorder: the forward pass, the backward pass and the update. */
@Name(MiniBatchEvent.NAME)
@Label("Mini-Batch")
@Category("Tandem")
@Description("A mini-batch that a trainer has learned from")
@StackTrace(false)
public final class MiniBatchEvent extends Event {
    /** The name under which it is recorded. */
    public static final String NAME = "org.tandemrec.MiniBatch";

    /** Asked whether anybody records, so that nothing is allocated while nobody does. */
    private static final MiniBatchEvent PROBE = new MiniBatchEvent();

    @Label("Epoch")
    @Description("From 1")
    int epoch;

    @Label("Batch")
    @Description("From 1 in every epoch")
    long batch;

    @Label("Rows")
    @Description("Events that were learned from")
    int rows;

    @Label("Columns")
    @Description("Items that every row scored")
    int columns;

    private MiniBatchEvent() {}

    /**
     * Tells Flight Recorder of a mini-batch that is done; does nothing where nobody records.
     *
     * @param epoch from 1
     * @param batch from 1 in every epoch
     * @param rows the events that were learned from
     * @param columns the items that every row scored
     */
    public static void emit(int epoch, long batch, int rows, int columns) {
        if (!PROBE.isEnabled()) {
            return;
        }
        MiniBatchEvent event = new MiniBatchEvent();
        event.epoch = epoch;
        event.batch = batch;
        event.rows = rows;
        event.columns = columns;
        event.commit();
    }
}
