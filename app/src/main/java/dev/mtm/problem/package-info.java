/// What can go wrong, as values with a code, a place and a remedy.
@NullMarked
package dev.mtm.problem;

import org.jspecify.annotations.NullMarked;
