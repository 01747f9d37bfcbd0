package dev.mtm.crooked.attic;

/// In a package that no table knows and nobody marked.
record Stray() {}
