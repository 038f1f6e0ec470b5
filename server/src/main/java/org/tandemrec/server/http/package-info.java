/** The HTTP interface. */
@NullMarked
package org.tandemrec.server.http;

import org.jspecify.annotations.NullMarked;
