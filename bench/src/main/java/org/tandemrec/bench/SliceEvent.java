package org.tandemrec.bench;

import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The part of a run that counts, from one report of progress to another: what began within it is measured. */
@Name(SliceEvent.NAME)
@Label("Slice")
@StackTrace(false)
final class SliceEvent extends Event {
    static final String NAME = "org.tandemrec.bench.Slice";
}
