package dev.mtm.enrich;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which column of a CSV file tells what. Columns are told by their names, as this program spells them or as others do.
///
/// @param places   by what they tell; other columns are of no use here
/// @param features by feature
/// @param width    how many columns there are
/// @param source   who measured, where the kind of file tells; null where it does not
record FactColumns(
        Map<Told, Integer> places,
        Map<Feature, Integer> features,
        int width,
        @Nullable String source) {
    FactColumns {
        places = Map.copyOf(places);
        features = Map.copyOf(features);
    }

    /// What a column may tell, and the names that it may have: in lower case, without what stands in brackets.
    enum Told {
        /// A track at Spotify: its id, its URI or its link.
        TRACK("track_id", "track_uri", "spotify_track_uri", "spotify_track_id", "spotify_uri", "spotify_id", "uri"),
        TITLE("name", "track_name", "track", "title"),
        ARTIST("artist_name", "artist"),
        /// An artist at Spotify, in a file about artists.
        ARTIST_ID("artist_id"),
        GENRES("genres", "artist_genres"),
        LYRICS_URL("lyrics_url"),
        SOURCE("features_source", "genres_source", "source");

        private final List<String> names;

        Told(String... names) {
            this.names = List.of(names);
        }
    }

    /// @param heading the names as the file has them
    /// @throws MtmException where a file with these columns tells nothing of what was listened to
    static FactColumns of(List<String> heading, String file) {
        List<String> names = heading.stream().map(FactColumns::folded).toList();
        Map<Told, Integer> places = new EnumMap<>(Told.class);
        for (Told told : Told.values()) {
            told.names.stream()
                    .filter(names::contains)
                    .findFirst()
                    .ifPresent(name -> places.put(told, names.indexOf(name)));
        }
        Map<Feature, Integer> features = new EnumMap<>(Feature.class);
        for (Feature feature : EnumSet.allOf(Feature.class)) {
            if (names.contains(feature.label())) {
                features.put(feature, names.indexOf(feature.label()));
            }
        }
        // Only Exportify asks Spotify for features and writes its names like this.
        boolean exportify = heading.contains("Track URI") && heading.contains("Artist Name(s)");
        FactColumns columns = new FactColumns(places, features, heading.size(), exportify ? "spotify" : null);
        if (!columns.namesTracks() && !columns.namesArtists()) {
            throw unusable(file, "no column names a track or an artist", names);
        }
        if (features.isEmpty() && !places.containsKey(Told.GENRES) && !places.containsKey(Told.LYRICS_URL)) {
            throw unusable(file, "no column has an audio feature, genres or a link to lyrics", names);
        }
        return columns;
    }

    private static MtmException unusable(String file, String what, List<String> names) {
        List<String> known = new ArrayList<>(List.of("track_id", "name", "artist_name", "artist_id"));
        EnumSet.allOf(Feature.class).forEach(feature -> known.add(feature.label()));
        known.addAll(List.of("features_source", "genres", "lyrics_url"));
        return new MtmException(
                ErrorCode.BAD_INPUT,
                what + "; its columns are: " + String.join(", ", names),
                file,
                "The first line must name the columns. Understood are: " + String.join(", ", known)
                        + "; the names of Exportify as well.");
    }

    /// Whether rows are about tracks.
    boolean namesTracks() {
        return places.containsKey(Told.TRACK) || places.containsKey(Told.TITLE) && places.containsKey(Told.ARTIST);
    }

    /// Whether rows are about artists.
    boolean namesArtists() {
        return !namesTracks() && (places.containsKey(Told.ARTIST_ID) || places.containsKey(Told.ARTIST));
    }

    /// What a row tells; null where it tells nothing, as `NA` does.
    @Nullable
    String text(List<String> row, Told told) {
        Integer place = places.get(told);
        return place == null ? null : known(row.get(place));
    }

    @Nullable
    String text(List<String> row, Feature feature) {
        Integer place = features.get(feature);
        return place == null ? null : known(row.get(place));
    }

    private static final Set<String> NOTHING = Set.of("", "na", "n/a", "null", "nan");

    private static @Nullable String known(String text) {
        String bare = text.strip();
        return NOTHING.contains(bare.toLowerCase(Locale.ROOT)) ? null : bare;
    }

    private static String folded(String name) {
        return name.replace("\uFEFF", "")
                .replaceAll("\\([^)]*\\)", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_");
    }
}
