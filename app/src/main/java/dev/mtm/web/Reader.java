package dev.mtm.web;

/// Who reads a page, as far as the page shows it.
///
/// @param token  what a form that changes something carries, and a script sends as the header `X-CSRF-Token`
/// @param notice what was done just now, a sentence; empty: nothing
public record Reader(String token, String notice) {}
