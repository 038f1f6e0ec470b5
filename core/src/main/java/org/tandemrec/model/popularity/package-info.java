/** Popularity: what everybody takes, over all time or of late. */
@NullMarked
package org.tandemrec.model.popularity;

import org.jspecify.annotations.NullMarked;
