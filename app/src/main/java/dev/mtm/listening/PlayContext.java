package dev.mtm.listening;

import org.jspecify.annotations.Nullable;

/// The circumstances of a play: what repeats over many plays and is stored once. Null means that the source does not
/// tell.
///
/// @param platform    the device or program, as the source spells it
/// @param country     ISO 3166 code of the connection
/// @param contextUri  the playlist or album that it was played from
/// @param reasonStart open text, such as `trackdone` or `clickrow`
/// @param reasonEnd   open text, such as `trackdone` or `fwdbtn`
public record PlayContext(
        TimeBasis timeBasis,
        @Nullable String platform,
        @Nullable String country,
        @Nullable String contextUri,
        @Nullable String reasonStart,
        @Nullable String reasonEnd,
        @Nullable Boolean shuffle,
        @Nullable Boolean offline,
        @Nullable Boolean incognito) {

    /// Circumstances of which nothing but the time's origin is known.
    public static PlayContext of(TimeBasis timeBasis) {
        return new PlayContext(timeBasis, null, null, null, null, null, null, null, null);
    }
}
