/// The health of a store: what is checked, what was found, what to do.
@NullMarked
package dev.mtm.doctor;

import org.jspecify.annotations.NullMarked;
