package dev.mtm.listening;

import org.jspecify.annotations.Nullable;

/// Who is credited on a track.
///
/// @param artistId Spotify's id; null where the source has none, as for local files
/// @param name     as printed
public record Artist(@Nullable String artistId, String name) {}
