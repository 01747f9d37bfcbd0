package dev.mtm.lyrics;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What lyrics are looked up by.
///
/// @param album  null: not known
/// @param length of the recording; null: not known
record Song(
        String artist,
        String title,
        @Nullable String album,
        @Nullable Duration length) {}
