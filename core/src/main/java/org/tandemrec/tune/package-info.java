/** Search for good settings: which are tried, and which of them are worth more epochs. */
@NullMarked
package org.tandemrec.tune;

import org.jspecify.annotations.NullMarked;
