package dev.mtm.crooked.web;

/// Keeps every rule.
public record Page() {}
