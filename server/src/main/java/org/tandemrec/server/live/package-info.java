/** What is known of users right now, and the lists that follow from it. */
@NullMarked
package org.tandemrec.server.live;

import org.jspecify.annotations.NullMarked;
