/// The vocabulary of listening: plays, tracks, sources, periods and the listener's clock. JDK only.
@NullMarked
package dev.mtm.listening;

import org.jspecify.annotations.NullMarked;
