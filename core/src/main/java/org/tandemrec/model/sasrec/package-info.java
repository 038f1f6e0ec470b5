/** The self-attentive sequence model SASRec. */
@NullMarked
package org.tandemrec.model.sasrec;

import org.jspecify.annotations.NullMarked;
