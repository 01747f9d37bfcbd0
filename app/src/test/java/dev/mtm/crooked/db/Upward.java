package dev.mtm.crooked.db;

import dev.mtm.crooked.history.Watch;

/// A store that knows what is kept in it.
record Upward(Watch watch) {}
