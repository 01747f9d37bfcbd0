/// What is told of a period and its figures, as one document.
@NullMarked
package dev.mtm.report;

import org.jspecify.annotations.NullMarked;
