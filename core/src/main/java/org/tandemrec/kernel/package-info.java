/** Float arithmetic: matrix products (BLAS) and elementwise passes, each with a scalar reference. */
@NullMarked
package org.tandemrec.kernel;

import org.jspecify.annotations.NullMarked;
