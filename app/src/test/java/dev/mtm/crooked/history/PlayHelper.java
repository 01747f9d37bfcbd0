package dev.mtm.crooked.history;

/// Named for nothing it does.
record PlayHelper() {}
