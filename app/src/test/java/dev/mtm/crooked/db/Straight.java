package dev.mtm.crooked.db;

/// Keeps every rule.
public record Straight(String text) {}
