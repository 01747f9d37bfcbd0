/// Genres of artists, asked of services that know them where Spotify tells none.
@NullMarked
package dev.mtm.genres;

import org.jspecify.annotations.NullMarked;
