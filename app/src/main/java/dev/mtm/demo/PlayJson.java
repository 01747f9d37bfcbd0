package dev.mtm.demo;

import dev.mtm.demo.Item.Chapter;
import dev.mtm.demo.Item.Episode;
import dev.mtm.demo.Item.Track;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/// Writes records of the extended streaming history with all fields of the current format, in its order.
///
/// `ts` is when playback stopped. Before July 2018 `skipped` is null, and before 2020 `offline_timestamp` is in
/// milliseconds, later in seconds; it is the start of the play, null for some.
///
/// @see <a href="https://support.spotify.com/article/understanding-your-data/">Spotify: Understanding your data</a>
final class PlayJson implements AutoCloseable {
    private static final Instant SKIPS_KNOWN = instant(LocalDate.of(2018, 7, 1));
    private static final Instant SECONDS_WRITTEN = instant(LocalDate.of(2020, 1, 1));

    private static final long SECONDS_PER_DAY = 86_400;

    private static final SerializedString TS = name("ts");
    private static final SerializedString PLATFORM = name("platform");
    private static final SerializedString MS_PLAYED = name("ms_played");
    private static final SerializedString COUNTRY = name("conn_country");
    private static final SerializedString IP_ADDRESS = name("ip_addr");
    private static final SerializedString TRACK = name("master_metadata_track_name");
    private static final SerializedString ARTIST = name("master_metadata_album_artist_name");
    private static final SerializedString ALBUM = name("master_metadata_album_album_name");
    private static final SerializedString TRACK_URI = name("spotify_track_uri");
    private static final SerializedString EPISODE = name("episode_name");
    private static final SerializedString SHOW = name("episode_show_name");
    private static final SerializedString EPISODE_URI = name("spotify_episode_uri");
    private static final SerializedString BOOK = name("audiobook_title");
    private static final SerializedString BOOK_URI = name("audiobook_uri");
    private static final SerializedString CHAPTER_URI = name("audiobook_chapter_uri");
    private static final SerializedString CHAPTER = name("audiobook_chapter_title");
    private static final SerializedString REASON_START = name("reason_start");
    private static final SerializedString REASON_END = name("reason_end");
    private static final SerializedString SHUFFLE = name("shuffle");
    private static final SerializedString SKIPPED = name("skipped");
    private static final SerializedString OFFLINE = name("offline");
    private static final SerializedString OFFLINE_TIMESTAMP = name("offline_timestamp");
    private static final SerializedString INCOGNITO = name("incognito_mode");
    private static final SerializedString MASKED = name("x.x.x.x");

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;
    private final StringBuilder time = new StringBuilder(20);
    private long dayWritten = Long.MIN_VALUE;

    /// Begins an array; closing ends it.
    PlayJson(OutputStream out) {
        json = JSON.createGenerator(ObjectWriteContext.empty(), out);
        json.writeStartArray();
    }

    private static Instant instant(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static SerializedString name(String name) {
        return new SerializedString(name);
    }

    /// Writes one record as an object.
    void write(Play play) {
        Session session = play.session();
        json.writeStartObject();
        text(TS, timestamp(play.stop().getEpochSecond()));
        text(PLATFORM, session.platform());
        json.writeName(MS_PLAYED);
        json.writeNumber(play.heard().toMillis());
        text(COUNTRY, session.day().country());
        json.writeName(IP_ADDRESS);
        json.writeString(MASKED);
        switch (play.item()) {
            case Track track -> {
                text(TRACK, track.title());
                text(ARTIST, track.album().artist.name);
                text(ALBUM, track.album().title);
                text(TRACK_URI, track.uri());
                nulls(EPISODE, SHOW, EPISODE_URI, BOOK, BOOK_URI, CHAPTER_URI, CHAPTER);
            }
            case Episode episode -> {
                nulls(TRACK, ARTIST, ALBUM, TRACK_URI);
                text(EPISODE, episode.title());
                text(SHOW, episode.show());
                text(EPISODE_URI, episode.uri());
                nulls(BOOK, BOOK_URI, CHAPTER_URI, CHAPTER);
            }
            case Chapter chapter -> {
                nulls(TRACK, ARTIST, ALBUM, TRACK_URI, EPISODE, SHOW, EPISODE_URI);
                text(BOOK, chapter.book());
                text(BOOK_URI, chapter.bookUri());
                text(CHAPTER_URI, chapter.uri());
                text(CHAPTER, chapter.title());
            }
        }
        text(REASON_START, play.startReason());
        text(REASON_END, play.endReason());
        truth(SHUFFLE, session.shuffle());
        if (play.start().isBefore(SKIPS_KNOWN)) {
            nulls(SKIPPED);
        } else {
            truth(SKIPPED, play.isSkipped());
        }
        truth(OFFLINE, session.offline());
        offlineTimestamp(play);
        truth(INCOGNITO, session.incognito());
        json.writeEndObject();
    }

    /// The second in ISO form. Most records have the date of the one before, so only the time of day is written anew.
    private String timestamp(long epochSecond) {
        long day = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
        if (day != dayWritten) {
            dayWritten = day;
            time.setLength(0);
            time.append(LocalDate.ofEpochDay(day)).append("T00:00:00Z");
        }
        int second = (int) (epochSecond - day * SECONDS_PER_DAY);
        digits(11, second / 3600);
        digits(14, second / 60 % 60);
        digits(17, second % 60);
        return time.toString();
    }

    private void digits(int index, int number) {
        time.setCharAt(index, (char) ('0' + number / 10));
        time.setCharAt(index + 1, (char) ('0' + number % 10));
    }

    private void offlineTimestamp(Play play) {
        long seconds = play.start().getEpochSecond();
        if (Chance.mix(seconds) % 16 == 0) {
            nulls(OFFLINE_TIMESTAMP);
            return;
        }
        json.writeName(OFFLINE_TIMESTAMP);
        json.writeNumber(play.start().isBefore(SECONDS_WRITTEN) ? play.start().toEpochMilli() : seconds);
    }

    private void text(SerializedString name, String value) {
        json.writeName(name);
        json.writeString(value);
    }

    private void truth(SerializedString name, boolean value) {
        json.writeName(name);
        json.writeBoolean(value);
    }

    private void nulls(SerializedString... names) {
        for (SerializedString name : names) {
            json.writeName(name);
            json.writeNull();
        }
    }

    @Override
    public void close() {
        json.writeEndArray();
        json.close();
    }
}
