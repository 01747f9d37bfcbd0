package dev.mtm.demo;

import java.time.Duration;
import java.time.Instant;

/// One record of the export.
///
/// @param start when playback began
/// @param stop when playback stopped, in whole seconds; later than `start` plus `heard` after a pause
/// @param heard the time the sound was on
/// @param startReason why it began, such as `clickrow`
/// @param endReason why it stopped, such as `trackdone`
record Play(
        Session session, Item item, Instant start, Instant stop, Duration heard, String startReason, String endReason) {
    /// Whether the listener went on to something else.
    boolean isSkipped() {
        return endReason.equals("fwdbtn") || endReason.equals("endplay");
    }
}
