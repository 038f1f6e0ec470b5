/** MR-TDSSM (Song, Elkahky and He, SIGIR 2016): a static part and recurrent states of a fast and a slow rate. */
@NullMarked
package org.tandemrec.model.tdssm;

import org.jspecify.annotations.NullMarked;
