/// What is told of an analysis in words, and the check that every number of it is in the figures.
@NullMarked
package dev.mtm.narrative;

import org.jspecify.annotations.NullMarked;
