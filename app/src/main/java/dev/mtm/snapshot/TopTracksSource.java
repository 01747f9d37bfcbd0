package dev.mtm.snapshot;

import dev.mtm.listening.Track;
import java.util.List;

/// Where top lists come from.
public interface TopTracksSource {
    /// The most played tracks of a range as the service ranks them now, the first first; at most 50.
    ///
    /// @throws dev.mtm.problem.MtmException when the service does not answer, wants a new sign-in, or asks
    /// to wait
    Top top(TimeRange range);

    /// A top list.
    ///
    /// @param tracks  by their ranks, 1 is the best; places without a track are missing
    /// @param leftOut how many places are missing
    record Top(List<Ranked> tracks, int leftOut) {
        public Top {
            tracks = List.copyOf(tracks);
        }
    }

    /// A track and its place.
    record Ranked(int rank, Track track) {}
}
