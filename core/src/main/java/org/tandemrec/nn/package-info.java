/** Layers, losses and optimisers as forward/backward pairs over flat arrays. */
@NullMarked
package org.tandemrec.nn;

import org.jspecify.annotations.NullMarked;
