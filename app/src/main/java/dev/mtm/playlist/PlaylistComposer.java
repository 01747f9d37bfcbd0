package dev.mtm.playlist;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Column;
import dev.mtm.question.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a playlist of an answer: the tracks of its first column of tracks, in its order, each once.
final class PlaylistComposer {
    /// The most items that Spotify lets a playlist have.
    static final int MOST = 10_000;

    private static final Pattern SPOTIFY_ID = Pattern.compile("[0-9A-Za-z]{22}");

    private PlaylistComposer() {}

    /// Whether Spotify knows a track by this id.
    static boolean isAtSpotify(String track) {
        return SPOTIFY_ID.matcher(track).matches();
    }

    /// @throws MtmException when these are more tracks than a playlist holds
    static Composition compose(Answer answer) {
        int column = answer.columns().stream().map(Column::unit).toList().indexOf(Unit.TRACK);
        Set<String> tracks = new LinkedHashSet<>();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        int local = 0;
        int repeated = 0;
        for (List<@Nullable Object> row : answer.rows()) {
            if (!(row.get(column) instanceof String id) || !isAtSpotify(id)) {
                local++;
            } else if (tracks.add(id)) {
                rows.add(row);
            } else {
                repeated++;
            }
        }
        if (tracks.size() > MOST) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "these are " + tracks.size() + " tracks, and a playlist holds " + MOST + " at most",
                    answer.question().name(),
                    "Ask for fewer, for example with --limit.");
        }
        return new Composition(
                new Answer(answer.question(), answer.asOf(), answer.parameters(), rows, answer.tracks()),
                List.copyOf(tracks),
                local,
                repeated);
    }
}
