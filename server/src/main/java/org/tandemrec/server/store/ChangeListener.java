package org.tandemrec.server.store;

import java.util.List;

/** Is told what was committed, before those who asked for it get their answer: so they read what they wrote. */
public interface ChangeListener {
    /** What one commit changed; called in the order of commits, by one thread at a time. Must be quick and must not throw. */
    void committed(List<Change> changes);
}
