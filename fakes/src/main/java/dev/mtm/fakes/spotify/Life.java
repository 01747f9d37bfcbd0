package dev.mtm.fakes.spotify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a listener plays, past and to come: the truth from which every answer about them is made.
///
/// Plays do not overlap, so by end they are in the order of their starts as well. Safe for use by several threads.
public final class Life {
    private static final int KEPT = 50;

    private final List<Play> plays = new ArrayList<>();

    private Life() {}

    /// A life of exactly these plays.
    public static Life of(List<Play> plays) {
        Life life = new Life();
        plays.forEach(life::add);
        return life;
    }

    /// An invented life: sessions with habits, obsessions that come and go, skips, private and offline sessions,
    /// local files. The same seed gives the same life.
    ///
    /// @param until the first day that is not lived any more
    public static Life invented(Catalogue catalogue, long seed, LocalDate from, LocalDate until) {
        return of(new LifeScript(catalogue, seed).plays(from, until));
    }

    /// Adds a play, also before others.
    public synchronized void add(Play play) {
        int place = firstEndingAfter(play.end());
        boolean overlaps = place > 0 && plays.get(place - 1).end().isAfter(play.start())
                || place < plays.size() && plays.get(place).start().isBefore(play.end());
        if (overlaps) {
            throw new IllegalArgumentException("at " + play.start() + " something else plays already");
        }
        plays.add(place, play);
    }

    /// All plays, the oldest first, those to come included.
    public synchronized List<Play> plays() {
        return List.copyOf(plays);
    }

    /// The plays that ended in that time, the oldest first.
    ///
    /// @param until not included
    public synchronized List<Play> plays(Instant from, Instant until) {
        return List.copyOf(plays.subList(firstEndingAtOrAfter(from), firstEndingAtOrAfter(until)));
    }

    /// What the service lists as recently played, the newest first: the last 50 that it knows of.
    synchronized List<Play> recent(Instant now) {
        List<Play> recent = new ArrayList<>();
        for (int i = firstEndingAfter(now) - 1; i >= 0 && recent.size() < KEPT; i--) {
            Play play = plays.get(i);
            if (play.isListed() && !play.reportedAt().isAfter(now)) {
                recent.add(play);
            }
        }
        return recent;
    }

    /// What is playing where the service can see it.
    synchronized Optional<Play> playing(Instant now) {
        int next = firstEndingAfter(now);
        return next < plays.size()
                        && !plays.get(next).start().isAfter(now)
                        && plays.get(next).reportedAt().equals(plays.get(next).end())
                ? Optional.of(plays.get(next))
                : Optional.empty();
    }

    /// The tracks of a range, the one with most plays first; of equals the one heard longer, then by URI. It is worked
    /// out once a day, at midnight UTC.
    public List<Track> topTracks(Instant now, TimeRange range) {
        return top(now, range, play -> List.of(play.track()), Track::uri);
    }

    /// The same for artists; whoever is credited counts. Artists of local files are left out.
    public List<Artist> topArtists(Instant now, TimeRange range) {
        return top(
                now,
                range,
                play -> play.track().isLocal() ? List.of() : play.track().artists(),
                artist -> String.valueOf(artist.id()));
    }

    private <T> List<T> top(Instant now, TimeRange range, Function<Play, List<T>> things, Function<T, String> key) {
        Instant day = now.truncatedTo(ChronoUnit.DAYS);
        Map<String, Score<T>> scores = new HashMap<>();
        for (Play play : plays(day.minus(range.length()), day)) {
            if (play.isListed() && !play.reportedAt().isAfter(day)) {
                for (T thing : things.apply(play)) {
                    String id = key.apply(thing);
                    scores.merge(id, new Score<>(id, thing, 1, play.heard()), Score::and);
                }
            }
        }
        return scores.values().stream()
                .sorted(Comparator.comparingInt((Score<T> score) -> -score.plays)
                        .thenComparing(score -> score.heard, Comparator.reverseOrder())
                        .thenComparing(score -> score.id))
                .map(score -> score.thing)
                .toList();
    }

    private record Score<T>(String id, T thing, int plays, Duration heard) {
        Score<T> and(Score<T> other) {
            return new Score<>(id, thing, plays + other.plays, heard.plus(other.heard));
        }
    }

    /// The plays of these years as the file of an extended streaming history; private ones are in it.
    ///
    /// @param until not included
    public byte[] export(Instant from, Instant until) {
        return ExtendedHistory.json(plays(from, until));
    }

    private int firstEndingAfter(Instant time) {
        return firstEndingAtOrAfter(time.plusNanos(1));
    }

    private int firstEndingAtOrAfter(Instant time) {
        int low = 0;
        int high = plays.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (plays.get(middle).end().isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
