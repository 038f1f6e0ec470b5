/** The event store: users, items and feedback, on SQLite or PostgreSQL. */
@NullMarked
package org.tandemrec.server.store;

import org.jspecify.annotations.NullMarked;
