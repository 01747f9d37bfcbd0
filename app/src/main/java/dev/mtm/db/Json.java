package dev.mtm.db;

/// A JSON document as a parameter: PostgreSQL does not take text for one by itself.
///
/// @param text the document; PostgreSQL keeps its meaning, not its spelling
public record Json(String text) {}
