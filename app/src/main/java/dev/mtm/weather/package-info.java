/// What the weather was at home while music played.
@NullMarked
package dev.mtm.weather;

import org.jspecify.annotations.NullMarked;
