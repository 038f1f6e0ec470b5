/** The command line: one class a command, registered in {@link org.tandemrec.app.Main}. */
@NullMarked
package org.tandemrec.app;

import org.jspecify.annotations.NullMarked;
