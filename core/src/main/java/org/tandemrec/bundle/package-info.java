/** The on-disk format of trained models and checkpoints. */
@NullMarked
package org.tandemrec.bundle;

import org.jspecify.annotations.NullMarked;
