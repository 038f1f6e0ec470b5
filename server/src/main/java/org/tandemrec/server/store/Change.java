package org.tandemrec.server.store;

/** Something that a commit changed. */
public sealed interface Change {
    /** A new event. */
    record EventAdded(StoredEvent event) implements Change {}

    /** A user's past is another one: events were deleted or overwritten, or the user was. */
    record UserChanged(String userId) implements Change {}

    /** An item is new or has changed. */
    record ItemPut(StoredItem item) implements Change {}

    /** An item is gone, with its events. */
    record ItemDeleted(int item) implements Change {}
}
