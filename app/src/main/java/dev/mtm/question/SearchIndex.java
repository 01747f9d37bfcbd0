package dev.mtm.question;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The names of all that an account met, held in memory: the databases fold letters each in their own way, and would
/// read every name for each search.
public final class SearchIndex {
    /// How many of each kind a search gives.
    public static final int MOST = 20;

    /// What is longer is no name.
    private static final int LONGEST = 200;

    private final String stamp;
    private final List<Entry> tracks;
    private final List<Entry> artists;
    private final List<Entry> albums;

    /// @param stamp of the store that it was made from
    SearchIndex(String stamp, List<Entry> tracks, List<Entry> artists, List<Entry> albums) {
        this.stamp = stamp;
        this.tracks = List.copyOf(tracks);
        this.artists = List.copyOf(artists);
        this.albums = List.copyOf(albums);
    }

    /// One that can be found.
    ///
    /// @param folded      the name
    /// @param foldedAll   name and artist
    /// @param listens     until now
    record Entry(Found found, String folded, String foldedAll, long listens, LocalDate firstDay) {}

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

    static Entry entry(String id, String name, String artist, long listens, LocalDate firstDay) {
        String folded = Folding.folded(name);
        String all = artist.isEmpty() ? folded : folded + " " + Folding.folded(artist);
        return new Entry(new Found(id, name, artist), folded, all, listens, firstDay);
    }

    String stamp() {
        return stamp;
    }

    /// What holds every word of a text, in its name or its artist's, whatever the case and the accents. An equal name
    /// comes before one that starts so, that before the others. Among them the most listened come first; on an
    /// earlier day, whose listens are not known here, the longest known.
    ///
    /// @param day what was first met after it is not there yet
    public Findings search(String text, LocalDate day, LocalDate today) {
        String sought = Folding.folded(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        List<String> words = Stream.of(sought.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.isEmpty()) {
            return new Findings(List.of(), List.of(), List.of());
        }
        Comparator<Entry> order = Comparator.comparing(
                        (Entry entry) -> !entry.folded().equals(sought))
                .thenComparing(entry -> !entry.folded().startsWith(sought))
                .thenComparing(entry -> day.isBefore(today) ? 0 : -entry.listens())
                .thenComparing(Entry::firstDay)
                .thenComparing(entry -> entry.found().id())
                .thenComparing(entry -> entry.found().artist());
        Predicate<Entry> fits =
                entry -> !entry.firstDay().isAfter(day) && words.stream().allMatch(entry.foldedAll()::contains);
        return new Findings(best(tracks, fits, order), best(artists, fits, order), best(albums, fits, order));
    }

    /// The first of those that fit, without sorting them all.
    private static List<Found> best(List<Entry> entries, Predicate<Entry> fits, Comparator<Entry> order) {
        PriorityQueue<Entry> best = new PriorityQueue<>(MOST + 1, order.reversed());
        for (Entry entry : entries) {
            if (fits.test(entry)) {
                best.add(entry);
                if (best.size() > MOST) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted(order).map(Entry::found).toList();
    }
}
