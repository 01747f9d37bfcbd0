/// A small server that plays accounts.spotify.com and api.spotify.com on loopback, for tests and to try things by hand.
/// It knows nothing of the program; what it answers is held against Spotify's published contract.
@NullMarked
package dev.mtm.fakes.spotify;

import org.jspecify.annotations.NullMarked;
