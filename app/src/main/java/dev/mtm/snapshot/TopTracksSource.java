package dev.mtm.snapshot;

import dev.mtm.listening.Track;
import java.util.List;

/// Where top lists come from.
public interface TopTracksSource {
    /// The most played tracks of a range as the service ranks them now, the first first; at most 50.
    ///
    /// @throws dev.mtm.problem.MtmException when the service does not answer, wants a new sign-in, or asks to wait
    List<Track> top(TimeRange range);
}
