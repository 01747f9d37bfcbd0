package dev.mtm.question;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The names of all that an account met, held in memory: the databases fold letters each in their own way, and would
/// read every name for each search.
public final class SearchIndex {
    /// How many of each kind a search gives.
    public static final int MOST = 20;

    /// What is longer is no name.
    static final int LONGEST = 200;

    /// One that holds nothing, of no store.
    public static final SearchIndex EMPTY = new SearchIndex("", List.of(), List.of(), List.of(), List.of());

    private final String stamp;
    private final Shelf tracks;
    private final Shelf artists;
    private final Shelf albums;
    private final List<Words.Called> all;

    /// @param stamp of the store that it was made from
    /// @param all   every track that the store knows, heard or not
    SearchIndex(String stamp, List<Entry> tracks, List<Entry> artists, List<Entry> albums, List<Words.Called> all) {
        this.all = List.copyOf(all);
        this.stamp = stamp;
        this.tracks = Shelf.of(tracks);
        this.artists = Shelf.of(artists);
        this.albums = Shelf.of(albums);
    }

    /// One that can be found.
    ///
    /// @param folded       the name
    /// @param foldedArtist of the artist; empty where it is one
    /// @param listens      until now
    record Entry(Found found, String folded, String foldedArtist, long listens, LocalDate firstDay) {
        private boolean holds(List<String> words) {
            for (String word : words) {
                if (!folded.contains(word) && !foldedArtist.contains(word)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Entries of one kind, in both orders in which they are given: so a search only looks through them, and sorts
    /// nothing.
    private record Shelf(List<Entry> byListens, List<Entry> byAge) {
        static Shelf of(List<Entry> entries) {
            Comparator<Entry> age = Comparator.comparing(Entry::firstDay)
                    .thenComparing(entry -> entry.found().id())
                    .thenComparing(entry -> entry.found().artist());
            return new Shelf(
                    entries.stream()
                            .sorted(Comparator.comparing((Entry entry) -> -entry.listens())
                                    .thenComparing(age))
                            .toList(),
                    entries.stream().sorted(age).toList());
        }

        /// The first of those that hold all words: an equal name, then one that starts so, then the others.
        List<Found> best(String sought, List<String> words, LocalDate day, boolean now) {
            List<Found> equal = new ArrayList<>();
            List<Found> starting = new ArrayList<>();
            List<Found> others = new ArrayList<>();
            for (Entry entry : now ? byListens : byAge) {
                if (entry.holds(words) && !entry.firstDay().isAfter(day)) {
                    List<Found> rank = !entry.folded().startsWith(sought)
                            ? others
                            : entry.folded().length() == sought.length() ? equal : starting;
                    if (rank.size() < MOST) {
                        rank.add(entry.found());
                    }
                }
            }
            return Stream.of(equal, starting, others)
                    .flatMap(List::stream)
                    .limit(MOST)
                    .toList();
        }
    }

    /// What a search found.
    ///
    /// @param id     of a track; of artists and albums the name
    /// @param artist as printed; empty where it is an artist, or no source told
    public record Found(String id, String name, String artist) {}

    /// What a search found, the best first.
    public record Findings(List<Found> tracks, List<Found> artists, List<Found> albums) {
        public Findings {
            tracks = List.copyOf(tracks);
            artists = List.copyOf(artists);
            albums = List.copyOf(albums);
        }

        public boolean isEmpty() {
            return tracks.isEmpty() && artists.isEmpty() && albums.isEmpty();
        }
    }

    /// Whether nothing can be found at all.
    public boolean isEmpty() {
        return tracks.byAge().isEmpty();
    }

    /// Of the store that it was made from.
    public String stamp() {
        return stamp;
    }

    /// The keys of all tracks that hold every word of a text, in their title, artist or album.
    List<Long> keys(String text) {
        List<String> words = Folding.words(text);
        return words.isEmpty()
                ? List.of()
                : all.stream()
                        .filter(one -> one.holds(words))
                        .map(Words.Called::key)
                        .toList();
    }

    /// What holds every word of a text, in its name or its artist's, whatever the case and the accents. An equal name
    /// comes before one that starts so, that before the others. Among them the most listened come first; on an
    /// earlier day, whose listens are not known here, the longest known.
    ///
    /// @param day what was first met after it is not there yet
    public Findings search(String text, LocalDate day, LocalDate today) {
        String sought = Folding.folded(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        List<String> words = Folding.words(sought);
        if (words.isEmpty()) {
            return new Findings(List.of(), List.of(), List.of());
        }
        boolean now = !day.isBefore(today);
        return new Findings(
                tracks.best(sought, words, day, now),
                artists.best(sought, words, day, now),
                albums.best(sought, words, day, now));
    }
}
