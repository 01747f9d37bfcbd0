/// A small server that plays api.reccobeats.com on loopback: audio features of tracks by Spotify's ids.
///
/// @see <a href="https://reccobeats.com/docs">ReccoBeats: documentation</a>
@NullMarked
package dev.mtm.fakes.reccobeats;

import org.jspecify.annotations.NullMarked;
