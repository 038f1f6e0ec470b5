/** The one list of models. */
@NullMarked
package org.tandemrec.catalog;

import org.jspecify.annotations.NullMarked;
