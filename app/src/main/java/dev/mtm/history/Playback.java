package dev.mtm.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the log has of one playback: the play that stands for it, then its other witnesses.
public record Playback(List<Row> rows) {
    public Playback {
        rows = List.copyOf(rows);
    }

    /// A row of the log, and what was made of it.
    ///
    /// @param listenedMs null: not told
    /// @param skipped    null: not told
    /// @param reason     why it is the same play as the one that stands for it; null: it stands for itself
    /// @param counts     whether it is a listen
    /// @param hidden     whether the listener hid it
    /// @param apart      whether the listener said that it is a playback of its own
    public record Row(
            long playId,
            Instant playedAt,
            String trackId,
            String kind,
            String source,
            @Nullable Long listenedMs,
            @Nullable Boolean skipped,
            @Nullable String platform,
            @Nullable String reasonStart,
            @Nullable String reasonEnd,
            @Nullable String reason,
            boolean counts,
            boolean hidden,
            boolean apart) {}

    /// The play that stands for it.
    public Row first() {
        return rows.getFirst();
    }

    /// Whether it is left out, whichever witness was hidden.
    public boolean isHidden() {
        return rows.stream().anyMatch(Row::hidden);
    }

    /// What became of it, a sentence.
    public String verdict() {
        Row first = first();
        if (first.counts()) {
            return "It counts as a listen.";
        }
        if (isHidden()) {
            return "You have hidden it: it stays in the log and counts nowhere.";
        }
        return first.kind().equals("music") ? "It was too short to count." : "It is no music, so it does not count.";
    }
}
