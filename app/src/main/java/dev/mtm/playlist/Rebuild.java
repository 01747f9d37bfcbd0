package dev.mtm.playlist;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A state of a managed playlist that was published, and what became of it.
///
/// @param number    counts up from 1 for each playlist
/// @param theme     null: not kept
/// @param reasoning how it came about; null: not kept
/// @param tracks    how many it held
/// @param added     how many of them the one before did not have
/// @param removed   how many only the one before had
/// @param cameBack  how many of its tracks were listened to while it stood
/// @param listens   how often they were
public record Rebuild(
        Managed playlist,
        int number,
        Instant at,
        @Nullable String theme,
        @Nullable String reasoning,
        int tracks,
        int added,
        int removed,
        int cameBack,
        int listens) {}
