package dev.mtm.crooked.history;

/// Named for how it travels.
record TrackDto() {}
