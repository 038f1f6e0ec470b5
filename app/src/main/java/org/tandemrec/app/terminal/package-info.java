/** Where text goes: the two streams, whether people watch them, and how progress is shown there. */
@NullMarked
package org.tandemrec.app.terminal;

import org.jspecify.annotations.NullMarked;
