/** Renders reports: a table for the terminal, figures as SVG, a page as HTML, records as JSON. */
@NullMarked
package org.tandemrec.app.report;

import org.jspecify.annotations.NullMarked;
