/** Factorised personalised Markov chains (FPMC): taste and the latest items in one product of factors. */
@NullMarked
package org.tandemrec.model.fpmc;

import org.jspecify.annotations.NullMarked;
