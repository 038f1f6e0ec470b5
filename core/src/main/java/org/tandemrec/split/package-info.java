/** Train, validation and test parts as offsets over one {@code Interactions}, and the candidates of a ranking. */
@NullMarked
package org.tandemrec.split;

import org.jspecify.annotations.NullMarked;
