/** EASE: a linear model of items by items in closed form (Steck, WWW 2019). */
@NullMarked
package org.tandemrec.model.ease;

import org.jspecify.annotations.NullMarked;
