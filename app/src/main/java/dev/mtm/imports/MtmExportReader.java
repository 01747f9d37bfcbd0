package dev.mtm.imports;

import dev.mtm.listening.Kind;
import dev.mtm.listening.Play;
import dev.mtm.listening.PlayContext;
import dev.mtm.listening.Source;
import dev.mtm.listening.TimeBasis;
import dev.mtm.listening.TrackRef;
import dev.mtm.listening.UtcText;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the plays of an export of this program, `play_history.jsonl`: a JSON object a line, each with what the log
/// knows of a play and what its keys stand for. Times and everything else are as the log of the other store has them.
final class MtmExportReader implements PlayReader {
    private static final String[] FIELDS = {
        "account_id",
        "played_at",
        "listened_ms",
        "skipped",
        "source",
        "kind",
        "track_id",
        "name",
        "artist_name",
        "album_name",
        "time_basis",
        "platform",
        "country",
        "context_uri",
        "reason_start",
        "reason_end",
        "shuffle",
        "offline",
        "incognito"
    };
    private static final int ACCOUNT = 0;
    private static final int PLAYED_AT = 1;
    private static final int LISTENED = 2;
    private static final int SKIPPED = 3;
    private static final int SOURCE = 4;
    private static final int KIND = 5;
    private static final int TRACK = 6;
    private static final int TIME_BASIS = 10;
    private static final int SHUFFLE = 16;

    @Override
    public boolean recognises(Set<String> fields) {
        return fields.containsAll(Set.of("play_id", "played_at", "source", "time_basis", "ordinal"));
    }

    @Override
    public String mark() {
        return "lines with play_id, played_at, source and time_basis";
    }

    @Override
    public boolean isLines() {
        return true;
    }

    @Override
    public boolean read(InputStream in, PlaySink sink) throws IOException {
        return JsonRows.readLines(in, new Fields(FIELDS), MtmExportReader::play, sink);
    }

    private static Play play(Fields row) throws Fields.BadField {
        Long account = row.milliseconds(ACCOUNT);
        if (account != null && account != 1) {
            throw row.bad(ACCOUNT, "is that of another listener");
        }
        Long listenedMs = row.milliseconds(LISTENED);
        return new Play(
                known(row, SOURCE, Source.values(), Source::label),
                known(row, KIND, Kind.values(), Kind::label),
                new TrackRef(row.text(TRACK), row.text(TRACK + 1), row.text(TRACK + 2), row.text(TRACK + 3)),
                row.required(PLAYED_AT, time(row.text(PLAYED_AT))),
                listenedMs == null ? null : Duration.ofMillis(listenedMs),
                row.truth(SKIPPED),
                new PlayContext(
                        known(row, TIME_BASIS, TimeBasis.values(), TimeBasis::label),
                        row.text(TIME_BASIS + 1),
                        row.text(TIME_BASIS + 2),
                        row.text(TIME_BASIS + 3),
                        row.text(TIME_BASIS + 4),
                        row.text(TIME_BASIS + 5),
                        row.truth(SHUFFLE),
                        row.truth(SHUFFLE + 1),
                        row.truth(SHUFFLE + 2)));
    }

    private static Optional<java.time.Instant> time(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(UtcText.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static <T> T known(Fields row, int field, T[] values, Function<T, String> label) throws Fields.BadField {
        String text = row.text(field);
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> row.bad(field, "is none that is known"));
    }
}
