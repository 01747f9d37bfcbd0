package dev.mtm.imports;

import dev.mtm.listening.Kind;
import dev.mtm.listening.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A row of a made-up export, in plain values, with what the log must make of it: worked out here once
/// more, from the description of the formats alone.
///
/// @param playback  the true playback that it tells of; rows of one playback have one number
/// @param id        Spotify's id of the track, episode or chapter; null where the row names none
/// @param stoppedAt when playback stopped, whole seconds
/// @param ms        time listened; null: the row does not tell
public record ToldPlay(
        Source source,
        Kind kind,
        int playback,
        @Nullable String id,
        @Nullable String title,
        @Nullable String artist,
        @Nullable String album,
        Instant stoppedAt,
        @Nullable Long ms,
        @Nullable Boolean skipped,
        @Nullable String platform) {

    /// When it stopped, as precisely as the source tells.
    Instant toldEnd() {
        return source == Source.SPOTIFY_ACCOUNT ? stoppedAt.truncatedTo(ChronoUnit.MINUTES) : stoppedAt;
    }

    /// When it started: the time listened before its end, rounded down to the second.
    public Instant startedAt() {
        return ms == null ? toldEnd() : toldEnd().minusMillis(ms).truncatedTo(ChronoUnit.SECONDS);
    }

    /// The id of its track in the store.
    public String trackId() {
        String prefix = switch (kind) {
            case MUSIC -> "";
            case PODCAST -> "episode:";
            case AUDIOBOOK -> "chapter:";
            case VIDEO -> "video:";
        };
        if (id != null) {
            return prefix + id;
        }
        boolean nameless = title == null && artist == null;
        return nameless ? "unnamed:" + kind.label() : prefix + "name:" + songKey();
    }

    /// What rows of one song have in common where they have no id: artist and title, folded.
    public String songKey() {
        return digest(folded(artist) + "\u0000" + folded(title));
    }

    /// The natural key of its row in the log, but for the number among equal rows.
    public String naturalKey() {
        return source.label() + " " + startedAt() + " " + trackId() + " " + ms;
    }

    /// Beside the play itself: what exports of different years tell differently.
    public String circumstances() {
        return platform + " " + skipped;
    }

    /// The same play, told otherwise.
    ToldPlay told(@Nullable String otherPlatform, @Nullable Boolean otherSkipped) {
        return new ToldPlay(
                source, kind, playback, id, title, artist, album, stoppedAt, ms, otherSkipped, otherPlatform);
    }

    /// What it tells of the track alone.
    public java.util.List<String> withoutTimes() {
        return java.util.List.of(trackId(), title + "", artist + "", album + "");
    }

    /// A name without what people do not see: case, width, invisible characters, runs of spaces.
    public static String folded(@Nullable String name) {
        return name == null
                ? ""
                : Normalizer.normalize(name, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[\\p{Cf}]", "")
                        .replaceAll("[\\s\\p{Z}]+", " ")
                        .replaceAll("\\p{Cc}", "")
                        .strip();
    }

    /// The first twenty hexadecimal digits of a SHA-256.
    public static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
