package dev.mtm.web;

import dev.mtm.question.Directory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Ways out to other sites that know the same track, artist or album. Nothing is asked of them here, and a browser that
/// follows does not tell where it came from.
final class Outside {
    private static final Pattern SPOTIFY_ID = Pattern.compile("[0-9A-Za-z]{22}");
    private static final String SPOTIFY = "https://open.spotify.com/";

    private Outside() {}

    static List<Pages.Link> track(Directory.Track track) {
        List<String> words = new ArrayList<>(track.artists());
        words.add(Objects.requireNonNullElse(track.name().title(), ""));
        String sought = encoded(String.join(" ", words).strip());
        return List.of(
                new Pages.Link(
                        "Spotify",
                        SPOTIFY_ID.matcher(track.id()).matches()
                                ? SPOTIFY + "track/" + track.id()
                                : SPOTIFY + "search/" + sought),
                musicBrainz("recording", sought),
                videos(sought));
    }

    static List<Pages.Link> artist(String name) {
        String sought = encoded(name);
        return List.of(
                new Pages.Link("Spotify", SPOTIFY + "search/" + sought + "/artists"),
                musicBrainz("artist", sought),
                videos(sought));
    }

    static List<Pages.Link> album(String artist, String name) {
        String sought = encoded(artist + " " + name);
        return List.of(
                new Pages.Link("Spotify", SPOTIFY + "search/" + sought + "/albums"),
                musicBrainz("release_group", sought),
                videos(sought));
    }

    private static Pages.Link musicBrainz(String type, String sought) {
        return new Pages.Link("MusicBrainz", "https://musicbrainz.org/search?type=" + type + "&query=" + sought);
    }

    private static Pages.Link videos(String sought) {
        return new Pages.Link("YouTube", "https://www.youtube.com/results?search_query=" + sought);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
