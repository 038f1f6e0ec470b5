/** Argument checks, seeds, parallel loops over disjoint outputs. */
@NullMarked
package org.tandemrec.base;

import org.jspecify.annotations.NullMarked;
