/** Metrics, protocols and results. */
@NullMarked
package org.tandemrec.eval;

import org.jspecify.annotations.NullMarked;
