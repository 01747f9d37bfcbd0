package dev.mtm.playlist;

import dev.mtm.question.Answer;
import java.util.List;

/// What a playlist is to hold.
///
/// @param answer   the rows whose tracks are in, in order: each says why its track is
/// @param tracks   their Spotify ids, none twice
/// @param local    tracks that Spotify has no id of, and that are left out for that
/// @param repeated rows whose track is in already
public record Composition(Answer answer, List<String> tracks, int local, int repeated) {
    public Composition {
        tracks = List.copyOf(tracks);
    }
}
