/** The latent factor model (LFM): the long-term part. */
@NullMarked
package org.tandemrec.model.lfm;

import org.jspecify.annotations.NullMarked;
