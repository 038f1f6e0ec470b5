/** The roles: model, session, trainer, and the one training loop. */
@NullMarked
package org.tandemrec.model;

import org.jspecify.annotations.NullMarked;
