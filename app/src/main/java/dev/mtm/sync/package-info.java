/// Plays as they happen: fetched before the service forgets them, with a record of what it forgot.
@NullMarked
package dev.mtm.sync;

import org.jspecify.annotations.NullMarked;
