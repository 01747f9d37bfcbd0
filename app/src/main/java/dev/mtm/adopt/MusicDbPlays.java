package dev.mtm.adopt;

import dev.mtm.imports.PlaySink;
import dev.mtm.imports.PlaySource;
import dev.mtm.imports.Rejection;
import dev.mtm.listening.Kind;
import dev.mtm.listening.Play;
import dev.mtm.listening.PlayContext;
import dev.mtm.listening.Source;
import dev.mtm.listening.TimeBasis;
import dev.mtm.listening.TrackRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The plays of a music_db, oldest row first. `played_at` is what Spotify's interface calls so, the end of a play: it
/// started as long before as it was listened to, else as long as the track is. What that database calls the source of a
/// play is not kept: here all of them come from it.
final class MusicDbPlays implements PlaySource {
    private final MusicDb from;

    MusicDbPlays(MusicDb from) {
        this.from = from;
    }

    @Override
    public String path() {
        return from.database().address().shown();
    }

    @Override
    public String format() {
        return Source.MUSIC_DB.label();
    }

    private record Known(TrackRef ref, @Nullable Long durationMs) {}

    @Override
    public void tell(PlaySink sink) {
        from.database().read(session -> {
            Map<String, Known> tracks = new HashMap<>();
            from.each(
                    session, "tracks", List.of("t:id", "t:name", "t:artist", "t:album", "n:duration_ms"), "id", row -> {
                        String id = row.textOrNull(1);
                        if (id != null) {
                            TrackRef ref = new TrackRef(id, row.textOrNull(2), row.textOrNull(3), row.textOrNull(4));
                            tracks.put(id, new Known(ref, row.numberOrNull(5)));
                        }
                    });
            long[] number = {0};
            from.each(
                    session,
                    "play_history",
                    List.of("t:track_id", "i:played_at", "t:context_uri", "n:listened_ms", "b:skipped", "t:id"),
                    "id",
                    row -> {
                        number[0]++;
                        String id = row.textOrNull(1);
                        Instant at = row.instantOrNull(2);
                        Known track = id == null ? null : tracks.get(id);
                        String why = why(track, at, row.numberOrNull(4));
                        if (why != null || track == null || at == null) {
                            sink.rejected(new Rejection(number[0], String.valueOf(why), "id=" + row.textOrNull(6)));
                        } else {
                            sink.play(play(track, at, row.textOrNull(3), row.millisOrNull(4), row.truthOrNull(5)));
                        }
                    });
            return 0;
        });
    }

    private static @Nullable String why(@Nullable Known track, @Nullable Instant at, @Nullable Long listenedMs) {
        if (track == null) {
            return "its track is not in the table tracks";
        }
        if (at == null) {
            return "played_at is missing";
        }
        return listenedMs != null && listenedMs < 0 ? "listened_ms is negative" : null;
    }

    private static Play play(
            Known track,
            Instant end,
            @Nullable String contextUri,
            @Nullable Duration listened,
            @Nullable Boolean skipped) {
        Duration before = listened != null
                ? listened
                : Duration.ofMillis(track.durationMs() == null ? 0 : Math.max(track.durationMs(), 0));
        return new Play(
                Source.MUSIC_DB,
                Kind.MUSIC,
                track.ref(),
                Instant.ofEpochSecond(end.minus(before).getEpochSecond()),
                listened,
                skipped,
                new PlayContext(
                        listened != null ? TimeBasis.END_MINUS_LISTENED : TimeBasis.END_MINUS_DURATION,
                        null,
                        null,
                        contextUri,
                        null,
                        null,
                        null,
                        null,
                        null));
    }
}
