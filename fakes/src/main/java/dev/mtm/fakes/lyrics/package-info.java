/// Services that know the words of songs, or where they are written.
@NullMarked
package dev.mtm.fakes.lyrics;

import org.jspecify.annotations.NullMarked;
