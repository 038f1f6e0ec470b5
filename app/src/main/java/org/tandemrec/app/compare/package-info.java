/** What a comparison of models found: figures over seeds and users, intervals, tests, and where they are kept between runs. */
@NullMarked
package org.tandemrec.app.compare;

import org.jspecify.annotations.NullMarked;
