package dev.mtm.fakes.spotify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// All invented music. The same seed always gives the same, names and ids included.
public final class Catalogue {
    private static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ARTISTS = 90;
    private static final int LOCAL_FILES = 6;

    private static final List<String> FIRST = List.of(
            "Velvet", "Paper", "Northern", "Silent", "Golden", "Hollow", "Electric", "Distant", "Little", "Broken");
    private static final List<String> SECOND =
            List.of("Harbour", "Foxes", "Lantern", "Orchard", "Satellite", "Mirrors", "Tides", "Parade", "Atlas");
    private static final List<String> VERBS =
            List.of("Leaving", "Finding", "Drawing", "Losing", "Calling", "Crossing", "Waiting for", "Half of");
    private static final List<String> THINGS = List.of(
            "Rain",
            "the Coast",
            "Tomorrow",
            "an Island",
            "Winter",
            "Your Name",
            "the Last Train",
            "Ashes",
            "Home",
            "a Quiet Room",
            "夜の電車",
            "Özgürlük",
            "\"Maybe\"",
            "Café d'Été",
            "🌊",
            "Señales");
    private static final List<String> GENRES = List.of("dream pop", "folk", "synthwave", "post-rock", "soul");
    private static final List<String> COUNTRIES = List.of("GB", "DE", "US", "SE", "JP", "FR");

    private final Map<String, Track> tracksById = new HashMap<>();
    private final Map<String, Artist> artistsById = new HashMap<>();
    private final List<Track> tracks = new ArrayList<>();
    private final List<Track> localFiles = new ArrayList<>();
    private final Random random;

    private Catalogue(long seed) {
        random = new Random(seed);
    }

    public static Catalogue of(long seed) {
        Catalogue catalogue = new Catalogue(seed);
        catalogue.fill();
        return catalogue;
    }

    /// All tracks with an id, in the order in which they came out of the seed.
    public List<Track> tracks() {
        return List.copyOf(tracks);
    }

    /// Tracks without an id.
    public List<Track> localFiles() {
        return List.copyOf(localFiles);
    }

    public Optional<Track> findTrack(String id) {
        return Optional.ofNullable(tracksById.get(id));
    }

    public Optional<Artist> findArtist(String id) {
        return Optional.ofNullable(artistsById.get(id));
    }

    private void fill() {
        List<Artist> artists = new ArrayList<>();
        for (int i = 0; i < ARTISTS; i++) {
            String name = FIRST.get(i % FIRST.size()) + " " + SECOND.get(i / FIRST.size());
            // Most artists have genres, some have none.
            List<String> genres = i % 3 == 2 ? List.of() : List.of(GENRES.get(random.nextInt(GENRES.size())));
            Artist artist = new Artist(id(), name, genres);
            artists.add(artist);
            artistsById.put(String.valueOf(artist.id()), artist);
        }
        for (Artist artist : artists) {
            for (int albums = 1 + random.nextInt(3); albums > 0; albums--) {
                album(artist, artists);
            }
        }
        for (int i = 0; i < LOCAL_FILES; i++) {
            localFiles.add(Track.local(
                    "Basement Tape " + (i / 2 + 1), "Rehearsals", "Take " + (i + 1) + ": " + title(), length()));
        }
    }

    private void album(Artist artist, List<Artist> others) {
        int size = random.nextInt(4) == 0 ? 1 : 8 + random.nextInt(5);
        int year = 1990 + random.nextInt(35);
        String released = switch (random.nextInt(5)) {
            case 0 -> "" + year;
            case 1 -> "%d-%02d".formatted(year, 1 + random.nextInt(12));
            default -> "%d-%02d-%02d".formatted(year, 1 + random.nextInt(12), 1 + random.nextInt(28));
        };
        Album album = new Album(id(), title(), size == 1 ? "single" : "album", List.of(artist), released, size);
        for (int number = 1; number <= size; number++) {
            List<Artist> credited = new ArrayList<>(List.of(artist));
            for (int guests = Math.max(0, random.nextInt(8) - 5); guests > 0; guests--) {
                Artist guest = others.get(random.nextInt(others.size()));
                if (!credited.contains(guest)) {
                    credited.add(guest);
                }
            }
            String isrc = COUNTRIES.get(random.nextInt(COUNTRIES.size()))
                    + "FAK%02d%05d".formatted(year % 100, random.nextInt(100_000));
            Track track = new Track(id(), title(), credited, album, number, length(), random.nextInt(12) == 0, isrc);
            tracks.add(track);
            tracksById.put(String.valueOf(track.id()), track);
        }
    }

    private String title() {
        return VERBS.get(random.nextInt(VERBS.size())) + " " + THINGS.get(random.nextInt(THINGS.size()));
    }

    private Duration length() {
        return Duration.ofMillis(120_000 + random.nextInt(240_000));
    }

    /// 22 characters, as all ids of Spotify.
    private String id() {
        return id(random);
    }

    static String id(Random random) {
        StringBuilder id = new StringBuilder(22);
        while (id.length() < 22) {
            id.append(BASE_62.charAt(random.nextInt(BASE_62.length())));
        }
        return id.toString();
    }
}
