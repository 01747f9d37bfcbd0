/// A service that knows the weather of the past.
@NullMarked
package dev.mtm.fakes.weather;

import org.jspecify.annotations.NullMarked;
