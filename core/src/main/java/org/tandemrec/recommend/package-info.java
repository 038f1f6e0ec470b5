/** The online facade: raw ids in, ranked ids and reasons out. */
@NullMarked
package org.tandemrec.recommend;

import org.jspecify.annotations.NullMarked;
