package dev.mtm.playlist;

import org.jspecify.annotations.Nullable;

/// A track that came into a managed playlist.
///
/// @param share  for what, in the plural
/// @param why    for the listener
/// @param energy 0 to 1; null: nobody measured it
public record Pick(
        String track, String share, String why, @Nullable Double energy) {}
