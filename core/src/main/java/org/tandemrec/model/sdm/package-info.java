/** SDM: the current session by recurrence and attention, what came before it by attention, and a gate between both. */
@NullMarked
package org.tandemrec.model.sdm;

import org.jspecify.annotations.NullMarked;
