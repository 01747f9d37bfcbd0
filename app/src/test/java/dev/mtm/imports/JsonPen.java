package dev.mtm.imports;

import dev.mtm.listening.Kind;
import dev.mtm.listening.Source;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Writes rows as Spotify's exports of different ages do, without any JSON library: with fields that are
/// null or missing, with and without escapes, and always with an address, a user name and a device that
/// must go nowhere.
final class JsonPen {
    /// What must never reach a store, a report or a message.
    static final List<String> SECRETS = List.of("203.0.113.77", "secret_listener", "SecretBrowser/5.0");

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Random random;
    private final Age age;

    /// The years in which the fields of the extended history differ.
    enum Age {
        OF_2019,
        OF_2023,
        OF_2025
    }

    JsonPen(Random random, Age age) {
        this.random = random;
        this.age = age;
    }

    String row(ToldPlay play) {
        return object(play.source() == Source.SPOTIFY_ACCOUNT ? account(play) : extended(play));
    }

    private static Map<String, @Nullable Object> account(ToldPlay play) {
        boolean music = play.kind() == Kind.MUSIC;
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("endTime", MINUTE.format(play.toldEnd().atOffset(ZoneOffset.UTC)));
        row.put(music ? "artistName" : "podcastName", play.artist());
        row.put(music ? "trackName" : "episodeName", play.title());
        row.put("msPlayed", play.ms());
        return row;
    }

    private Map<String, @Nullable Object> extended(ToldPlay play) {
        boolean music = play.kind() == Kind.MUSIC;
        boolean podcast = play.kind() == Kind.PODCAST;
        boolean book = play.kind() == Kind.AUDIOBOOK;
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("ts", play.stoppedAt().toString());
        if (age == Age.OF_2019) {
            row.put("username", SECRETS.get(1));
        }
        row.put("platform", play.platform());
        row.put("ms_played", play.ms());
        row.put("conn_country", "DE");
        row.put(age == Age.OF_2025 ? "ip_addr" : "ip_addr_decrypted", SECRETS.get(0));
        if (age != Age.OF_2025) {
            row.put("user_agent_decrypted", age == Age.OF_2019 ? SECRETS.get(2) : null);
        }
        row.put("master_metadata_track_name", music ? play.title() : null);
        row.put("master_metadata_album_artist_name", music ? play.artist() : null);
        row.put("master_metadata_album_album_name", music ? play.album() : null);
        row.put("spotify_track_uri", music && play.id() != null ? "spotify:track:" + play.id() : null);
        row.put("episode_name", podcast ? play.title() : null);
        row.put("episode_show_name", podcast ? play.artist() : null);
        row.put("spotify_episode_uri", podcast && play.id() != null ? "spotify:episode:" + play.id() : null);
        if (age == Age.OF_2025 || book) {
            row.put("audiobook_title", book ? play.album() : null);
            row.put("audiobook_uri", null);
            row.put("audiobook_chapter_uri", book && play.id() != null ? "spotify:chapter:" + play.id() : null);
            row.put("audiobook_chapter_title", book ? play.title() : null);
        }
        row.put("reason_start", "clickrow");
        row.put("reason_end", play.ms() != null && play.ms() > 100_000 ? "trackdone" : "fwdbtn");
        row.put("shuffle", false);
        row.put("skipped", play.skipped());
        row.put("offline", false);
        row.put(
                "offline_timestamp",
                switch (age) {
                    case OF_2019 -> play.stoppedAt().toEpochMilli() - 777;
                    case OF_2023 -> random.nextInt(100);
                    case OF_2025 ->
                        random.nextBoolean() ? null : play.stoppedAt().getEpochSecond();
                });
        row.put("incognito_mode", false);
        return row;
    }

    private String object(Map<String, @Nullable Object> fields) {
        List<String> parts = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (value != null || random.nextInt(3) > 0) {
                parts.add(quoted(name) + ":" + (value instanceof String text ? quoted(text) : value));
            }
        });
        return "{" + String.join(random.nextBoolean() ? "," : ",\n  ", parts) + "}";
    }

    private String quoted(String text) {
        boolean plain = random.nextBoolean();
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c) && !plain || c > 0x7f && !plain) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
