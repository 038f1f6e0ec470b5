/** Argument checks, seeds, draws with given probabilities, parallel loops over disjoint outputs. */
@NullMarked
package org.tandemrec.base;

import org.jspecify.annotations.NullMarked;
