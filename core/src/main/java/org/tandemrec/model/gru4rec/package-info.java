/** GRU4Rec: the short-term part. */
@NullMarked
package org.tandemrec.model.gru4rec;

import org.jspecify.annotations.NullMarked;
