/** RA_LST: the learned fusion of a long-term and a short-term model. */
@NullMarked
package org.tandemrec.model.ralst;

import org.jspecify.annotations.NullMarked;
