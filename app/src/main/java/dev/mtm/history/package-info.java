/// When it was heard: the append-only log of plays, and the listens that are derived from it.
@NullMarked
package dev.mtm.history;

import org.jspecify.annotations.NullMarked;
