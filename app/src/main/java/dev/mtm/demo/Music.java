package dev.mtm.demo;

import dev.mtm.demo.Artist.Season;
import dev.mtm.demo.Item.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// All music that exists for one listener. It is invented when it is first met, so it is never larger than the life.
final class Music {
    private static final Duration SHORTEST = Duration.ofMillis(31_000);
    private static final double USUAL_MILLIS = 214_000;
    private static final double DEVIATION_MILLIS = 46_000;

    private final Chance chance;
    private final Uris uris;
    private final double pace;
    private final List<Artist> artists = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int tracks;

    /// @param pace the share of their usual length that tracks have
    Music(Chance chance, Uris uris, double pace) {
        this.chance = chance;
        this.uris = uris;
        this.pace = pace;
    }

    /// An artist nobody has met, still without albums.
    Artist newArtist() {
        Language language = Language.any(chance);
        Season season = Season.values()[chance.weighted(60, 21, 19)];
        int discography = (int) chance.logEven(2, 16);
        Artist artist = new Artist(artists.size(), newName(language), language, season, discography);
        artists.add(artist);
        return artist;
    }

    private String newName(Language language) {
        String name = language.artist(chance);
        while (!names.add(name)) {
            name = language.artist(chance);
        }
        return name;
    }

    /// The next album of an artist, with all its tracks.
    Album newAlbum(Artist artist) {
        int size = chance.happens(0.25) ? chance.between(1, 2) : chance.between(6, 14);
        String first = trackTitle(artist);
        boolean single = size < 3;
        Album album = new Album(artist, single || chance.happens(0.2) ? first : artist.language.title(chance), size);
        album.tracks.add(newTrack(album, first));
        if (!single) {
            singleBefore(artist, album);
        }
        while (album.tracks.size() < size) {
            album.tracks.add(newTrack(album, trackTitle(artist)));
        }
        artist.albums.add(album);
        return album;
    }

    /// A single is often on the following album again, as another track with the same title.
    private void singleBefore(Artist artist, Album album) {
        if (artist.albums.isEmpty()) {
            return;
        }
        List<Track> previous = artist.albums.getLast().tracks;
        if (previous.size() < 3 && chance.happens(0.6)) {
            album.tracks.add(newTrack(album, previous.getFirst().title()));
        }
    }

    private Track newTrack(Album album, String title) {
        double millis = (USUAL_MILLIS + DEVIATION_MILLIS * chance.bell() + (chance.happens(0.04) ? 150_000 : 0)) * pace;
        Duration length = Duration.ofMillis(Math.max(SHORTEST.toMillis(), (long) millis));
        int number = tracks++;
        return new Track(number, album, title, uris.of("track", number), length);
    }

    private String trackTitle(Artist artist) {
        String title = artist.language.title(chance);
        return switch (chance.weighted(85, 9, 2, 2, 2)) {
            case 1 -> {
                Artist guest = chance.of(artists);
                yield guest == artist ? title : title + " (feat. " + guest.name + ")";
            }
            case 2 -> title + " - Live";
            case 3 -> title + " - Remastered " + chance.between(2009, 2019);
            case 4 -> title + " - Acoustic";
            default -> title;
        };
    }
}
