/// Spotify's Web API behind the ports of the other packages. What its answers look like is known here alone.
@NullMarked
package dev.mtm.spotify;

import org.jspecify.annotations.NullMarked;
