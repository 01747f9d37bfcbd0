package dev.mtm.fakes.spotify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Writes an invented life, day after day: for each month there are favourites and a few obsessions, on most days there
/// are some sessions, and some of them are private or without network.
final class LifeScript {
    private static final int FAVOURITES = 40;
    private static final int OBSESSIONS = 4;
    private static final List<Integer> HOURS = List.of(7, 12, 17, 21);

    private final Catalogue catalogue;
    private final Random random;
    private final List<Track> favourites = new ArrayList<>();
    private final List<Track> obsessions = new ArrayList<>();

    LifeScript(Catalogue catalogue, long seed) {
        this.catalogue = catalogue;
        random = new Random(seed);
    }

    List<Play> plays(LocalDate from, LocalDate until) {
        List<Play> plays = new ArrayList<>();
        Instant free = Instant.MIN;
        for (LocalDate day = from; day.isBefore(until); day = day.plusDays(1)) {
            if (favourites.isEmpty() || day.getDayOfMonth() == 1) {
                turnTheMonth();
            }
            for (int hour : HOURS) {
                // 60% of what a day could have; some days stay silent.
                if (random.nextInt(10) < 4 || day.getDayOfYear() % 17 == 0) {
                    continue;
                }
                Instant start = day.atTime(hour, random.nextInt(60))
                        .toInstant(ZoneOffset.UTC)
                        .plusMillis(random.nextInt(60_000));
                if (start.isAfter(free)) {
                    session(start, plays);
                    free = plays.getLast().end();
                }
            }
        }
        return plays;
    }

    private void turnTheMonth() {
        // A third of the favourites stay for another month.
        while (favourites.size() > FAVOURITES / 3) {
            favourites.remove(random.nextInt(favourites.size()));
        }
        while (favourites.size() < FAVOURITES) {
            favourites.add(anyOf(catalogue.tracks()));
        }
        obsessions.clear();
        while (obsessions.size() < OBSESSIONS) {
            obsessions.add(anyOf(favourites));
        }
    }

    private void session(Instant start, List<Play> plays) {
        boolean hidden = random.nextInt(25) == 0;
        boolean offline = !hidden && random.nextInt(20) == 0;
        @Nullable String playlist = random.nextInt(3) == 0 ? "spotify:playlist:" + Catalogue.id(random) : null;
        List<Play> session = new ArrayList<>();
        Instant next = start;
        for (int left = 2 + random.nextInt(14); left > 0; left--) {
            Track track = choose();
            Duration heard = heard(track);
            Album album = track.album();
            String context = playlist == null && album.id() != null && random.nextInt(2) == 0
                    ? "spotify:album:" + album.id()
                    : playlist;
            session.add(new Play(track, next, heard, next.plus(heard), hidden, context));
            next = next.plus(heard).plusMillis(random.nextInt(3) == 0 ? random.nextInt(4_000) : 200);
        }
        Instant back = next.plus(Duration.ofMinutes(20 + random.nextInt(300)));
        session.forEach(play -> plays.add(offline ? play.reportedAt(back) : play));
    }

    private Track choose() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> anyOf(obsessions);
            case 4, 5, 6, 7, 8, 9, 10, 11, 12 -> anyOf(favourites);
            case 13 -> anyOf(catalogue.localFiles());
            default -> anyOf(catalogue.tracks());
        };
    }

    private Duration heard(Track track) {
        return switch (random.nextInt(10)) {
            case 0 -> Duration.ofMillis(1_000 + random.nextInt(28_000));
            case 1 -> Duration.ofMillis(31_000 + random.nextInt(60_000));
            default -> track.length();
        };
    }

    private <T> T anyOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
