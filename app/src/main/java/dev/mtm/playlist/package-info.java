/// Playlists made of answers: composed here, kept at a service, with a history of what was published.
@NullMarked
package dev.mtm.playlist;

import org.jspecify.annotations.NullMarked;
