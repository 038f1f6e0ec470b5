package org.tandemrec.bench.server;

/** Something that goes wrong for a while. */
interface Outage extends AutoCloseable {
    /** Makes it go wrong. */
    void begin();

    /** Puts it right. */
    void end();

    /** Cleans up. */
    @Override
    void close();
}
