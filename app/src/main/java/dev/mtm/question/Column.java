package dev.mtm.question;

/// One column of an answer.
///
/// @param name  as the query names it
/// @param label as people read it
public record Column(String name, Unit unit, String label) {}
