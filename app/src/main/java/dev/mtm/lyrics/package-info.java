/// Words of songs, looked up where they may be, and kept for the listener alone.
@NullMarked
package dev.mtm.lyrics;

import org.jspecify.annotations.NullMarked;
