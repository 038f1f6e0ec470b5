/** Load and faults on a real server: what is prepared, the processes, the cases and what they find. */
@NullMarked
package org.tandemrec.bench.server;

import org.jspecify.annotations.NullMarked;
