package dev.mtm.genres;

import org.jspecify.annotations.Nullable;

/// Whose genres are looked up.
///
/// @param spotifyId null: known by name only
/// @param title     a track of theirs, which tells them apart from others of the same name; null: none that is theirs
/// alone
public record Artist(
        String name, @Nullable String spotifyId, @Nullable String title) {}
