/** A generator of HTTP load: a small client, open and closed loops, and what they measure. */
@NullMarked
package org.tandemrec.bench.load;

import org.jspecify.annotations.NullMarked;
