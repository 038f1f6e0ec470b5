/** Benchmarks: of kernels and single answers by JMH, of whole runs by {@link org.tandemrec.bench.Gru4RecCommand}. */
@NullMarked
package org.tandemrec.bench;

import org.jspecify.annotations.NullMarked;
