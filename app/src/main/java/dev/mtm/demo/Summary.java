package dev.mtm.demo;

/// What was written.
///
/// @param files the JSON files, audio and video
/// @param plays the records in all files, with podcasts, audiobooks, videos and doubled records
/// @param tracks the different track URIs among them
/// @param artists the different album artists among them
public record Summary(int files, long plays, int tracks, int artists) {}
