/** The server as a whole. */
@NullMarked
package org.tandemrec.server;

import org.jspecify.annotations.NullMarked;
