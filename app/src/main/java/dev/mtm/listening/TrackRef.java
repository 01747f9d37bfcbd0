package dev.mtm.listening;

import org.jspecify.annotations.Nullable;

/// A track as a source names it.
///
/// @param trackId    Spotify's id, `episode:…` or `chapter:…` for other kinds; null where the source has no id
/// @param name       title as printed; null when the source does not tell
/// @param artistName artist credit as printed, for a podcast the show; null when the source does not tell
/// @param albumName  album as printed; null when the source does not tell
public record TrackRef(
        @Nullable String trackId,
        @Nullable String name,
        @Nullable String artistName,
        @Nullable String albumName) {}
