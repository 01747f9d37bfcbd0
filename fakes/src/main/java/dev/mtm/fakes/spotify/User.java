package dev.mtm.fakes.spotify;

/// A listener with an account at the fake service.
///
/// @param id the name of the account in URIs, which may change
/// @param accountId the name that never changes, told since May 2026
public record User(String id, String name, String accountId, Life life) {}
