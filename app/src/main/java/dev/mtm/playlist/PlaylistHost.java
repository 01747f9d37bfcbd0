package dev.mtm.playlist;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where playlists are kept. Every call may throw an [dev.mtm.problem.MtmException] when the service does
/// not answer, wants a new sign-in, or asks to wait.
public interface PlaylistHost {
    /// A playlist as the host has it.
    ///
    /// @param id   the host's id
    /// @param mine whether the signed-in listener owns it
    /// @param size how many items it holds; null when the host does not tell
    record Hosted(
            String id,
            String name,
            String description,
            boolean mine,
            @Nullable Integer size) {}

    /// Looks a playlist up; empty when the host has none of that id, or the listener has removed it from
    /// their library.
    Optional<Hosted> find(String id);

    /// Looks for a playlist of the listener's own in their library whose description holds a text.
    Optional<Hosted> findDescribed(String text);

    /// Makes an empty private playlist.
    Hosted create(String name, String description);

    /// Gives a playlist another name and description.
    void describe(String id, String name, String description);

    default List<String> tracks(String id) {
        return tracks(id, () -> {});
    }

    default List<String> replace(String id, List<String> trackIds) {
        return replace(id, trackIds, () -> {});
    }

    /// What a playlist holds, in order; any number of items.
    ///
    /// @param goOn runs before each call
    /// @return ids of tracks as [dev.mtm.listening.Track#trackId] has them; items that are no tracks are
    /// left out
    List<String> tracks(String id, Runnable goOn);

    /// Replaces what a playlist holds, in order; any number of tracks.
    ///
    /// @param goOn runs before each call
    /// @return those that the host does not know any more, and that are left out; where it knows none of
    /// them, the playlist stays as it is
    List<String> replace(String id, List<String> trackIds, Runnable goOn);

    /// The most calls that bringing a playlist up to date takes.
    ///
    /// @param held   how many tracks it holds
    /// @param tracks how many it is to hold
    int mostCalls(int held, int tracks);
}
