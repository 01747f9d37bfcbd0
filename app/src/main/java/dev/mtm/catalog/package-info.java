/// What a thing is: tracks and artists, and which names mean the same song.
@NullMarked
package dev.mtm.catalog;

import org.jspecify.annotations.NullMarked;
