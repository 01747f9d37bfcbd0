package dev.mtm.weather;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The weather of one hour; null: not known.
///
/// @param hour          its start
/// @param temperature   °C, two metres above the ground
/// @param precipitation mm in that hour
/// @param cloudCover    percent of the sky
/// @param code          WMO 4677: 0 clear, to 99 a thunderstorm with heavy hail
record Reading(
        Instant hour,
        @Nullable Double temperature,
        @Nullable Double precipitation,
        @Nullable Integer cloudCover,
        @Nullable Integer code) {
    boolean isEmpty() {
        return temperature == null && precipitation == null && cloudCover == null && code == null;
    }
}
