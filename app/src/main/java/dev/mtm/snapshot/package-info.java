/// Dated top lists: as Spotify ranked them, or computed from plays.
@NullMarked
package dev.mtm.snapshot;

import org.jspecify.annotations.NullMarked;
