/** Benchmarks of the kernels. */
@NullMarked
package org.tandemrec.bench;

import org.jspecify.annotations.NullMarked;
