package dev.mtm.question;

import org.jspecify.annotations.Nullable;

/// What a track is called.
///
/// @param title  null: no source told
/// @param artist the credit as printed; null: no source told
public record TrackName(@Nullable String title, @Nullable String artist) {}
