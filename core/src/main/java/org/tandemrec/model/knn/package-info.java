/** Nearest neighbours: of items, and of sessions. */
@NullMarked
package org.tandemrec.model.knn;

import org.jspecify.annotations.NullMarked;
