package dev.mtm.question;

import org.jspecify.annotations.Nullable;

/// What a question has to stand on: without a row of it there is no answer, not even an empty one.
///
/// @param view      what must hold a row on or before the day of the question
/// @param otherwise the question to ask instead, by name; null: there is none
public record Need(String view, @Nullable String otherwise) {}
