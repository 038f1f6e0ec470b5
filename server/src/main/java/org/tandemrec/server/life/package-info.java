/** The life of a model in the server: loading, warming, swapping, training anew. */
@NullMarked
package org.tandemrec.server.life;

import org.jspecify.annotations.NullMarked;
