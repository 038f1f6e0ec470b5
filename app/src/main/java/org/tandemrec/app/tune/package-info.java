/** What the trials of a search for good settings found. */
@NullMarked
package org.tandemrec.app.tune;

import org.jspecify.annotations.NullMarked;
