/** Events, ids, readers of every file format, and the generator. */
@NullMarked
package org.tandemrec.data;

import org.jspecify.annotations.NullMarked;
