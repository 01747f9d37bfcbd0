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
    public static final SearchIndex EMPTY =
            new SearchIndex("", List.of(), List.of(), List.of(), new TrackNames.Reading().read());

    private final String stamp;
    private final Shelf tracks;
    private final Shelf artists;
    private final Shelf albums;
    private final TrackNames all;

    /// @param stamp of the store that it was made from
    /// @param all   every track that the store knows, heard or not
    SearchIndex(String stamp, List<Entry> tracks, List<Entry> artists, List<Entry> albums, TrackNames all) {
        this.stamp = stamp;
        this.tracks = Shelf.of(tracks);
        this.artists = Shelf.of(artists);
        this.albums = Shelf.of(albums);
        this.all = all;
    }

    /// One that can be found.
    ///
    /// @param listens until now
    record Entry(Found found, long listens, LocalDate firstDay) {}

    /// Entries of one kind, in both orders in which they are given: so a search only looks through them, and sorts
    /// nothing.
    private record Shelf(Order byListens, Order byAge) {
        static Shelf of(List<Entry> entries) {
            Comparator<Entry> age = Comparator.comparing(Entry::firstDay)
                    .thenComparing(entry -> entry.found().id())
                    .thenComparing(entry -> entry.found().artist());
            Comparator<Entry> listens =
                    Comparator.comparing((Entry entry) -> -entry.listens()).thenComparing(age);
            return new Shelf(Order.of(entries, listens), Order.of(entries, age));
        }

        List<Found> best(String sought, List<String> words, LocalDate day, boolean now) {
            return (now ? byListens : byAge).best(sought, words, day);
        }
    }

    /// Entries of one kind in an order.
    ///
    /// @param found     them
    /// @param firstDays of each, as days since 1970-01-01
    /// @param names     of each and of its artist
    private record Order(List<Found> found, int[] firstDays, Lines names) {
        static Order of(List<Entry> entries, Comparator<Entry> order) {
            List<Entry> sorted = entries.stream().sorted(order).toList();
            return new Order(
                    sorted.stream().map(Entry::found).toList(),
                    sorted.stream()
                            .mapToInt(entry -> Math.toIntExact(entry.firstDay().toEpochDay()))
                            .toArray(),
                    Lines.of(sorted.stream()
                            .map(Entry::found)
                            .map(one -> Lines.line(one.name(), one.artist()))
                            .toList()));
        }

        /// The first of those that hold all words: an equal name, then one that starts so, then the others.
        List<Found> best(String sought, List<String> words, LocalDate day) {
            List<Found> equal = new ArrayList<>();
            List<Found> starting = new ArrayList<>();
            List<Found> others = new ArrayList<>();
            long last = day.toEpochDay();
            names.holding(words, line -> {
                if (firstDays[line] <= last) {
                    List<Found> rank =
                            names.isNamed(line, sought) ? equal : names.startsWith(line, sought) ? starting : others;
                    if (rank.size() < MOST) {
                        rank.add(found.get(line));
                    }
                }
            });
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
        return tracks.byAge().found().isEmpty();
    }

    /// Of the store that it was made from.
    public String stamp() {
        return stamp;
    }

    /// The keys of all tracks that hold every word of a text, in their title, artist or album.
    List<Long> keys(String text) {
        return all.keys(text);
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
