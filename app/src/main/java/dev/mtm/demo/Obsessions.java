package dev.mtm.demo;

import dev.mtm.demo.Item.Track;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tracks that are played day after day for a few weeks and then not at all. Some of them come back years later.
final class Obsessions {
    private static final LocalDate FOR_GOOD = LocalDate.of(9999, 1, 1);
    private static final int NEW_TRACKS = 60;

    private final Chance chance;
    private final Memory memory;
    private final double playsPerDay;
    private final double daysBetween;
    private final List<Track> fresh = new ArrayList<>();
    private final List<Flare> burning = new ArrayList<>();
    private final List<Flare> burnt = new ArrayList<>();
    private LocalDate next;

    Obsessions(Chance chance, Memory memory, Shape shape) {
        this.chance = chance;
        this.memory = memory;
        playsPerDay = shape.playsPerDay();
        daysBetween = 365 / Math.clamp(shape.playsPerYear() / 850.0, 3, 24);
        next = shape.firstDay().plusDays(20);
    }

    /// Tells of a track heard for the first time; one of the latest may become an obsession.
    void discovered(Track track) {
        if (fresh.size() == NEW_TRACKS) {
            fresh.removeFirst();
        }
        fresh.add(track);
    }

    /// Starts and ends obsessions and sets out the day's share of each.
    void wakeUp(LocalDate day) {
        for (Flare flare : List.copyOf(burning)) {
            if (flare.isOver(day)) {
                burning.remove(flare);
                burnt.add(flare);
                memory.rest(
                        flare.track, chance.happens(0.35) ? FOR_GOOD : day.plusDays((long) chance.logEven(300, 1500)));
            }
        }
        if (!day.isBefore(next)) {
            next = day.plusDays(Math.max(1, Math.round(daysBetween * (0.5 + chance.unit()))));
            findNew(day).ifPresent(track -> ignite(track, day));
        }
        burning.forEach(flare -> flare.wakeUp(day));
    }

    private Optional<Track> findNew(LocalDate day) {
        List<Flare> old = burnt.stream()
                .filter(flare -> flare.start.isBefore(day.minusDays(420)))
                .toList();
        if (!old.isEmpty() && chance.happens(0.2)) {
            Flare back = chance.of(old);
            burnt.remove(back);
            return Optional.of(back.track);
        }
        List<Track> candidates =
                fresh.stream().filter(track -> !memory.rests(track)).toList();
        return candidates.isEmpty() ? Optional.empty() : Optional.of(chance.of(candidates));
    }

    private void ignite(Track track, LocalDate day) {
        int days = chance.between(14, 42);
        int plays = Math.clamp((long) (playsPerDay * days * 0.35), 1, chance.between(30, 80));
        burning.add(new Flare(track, day, days, plays, chance));
        memory.rest(track, FOR_GOOD);
    }

    /// The track to play now if an obsession asks for it.
    ///
    /// @param left the plays that are left of the day, this one included
    Optional<Track> findDue(int left) {
        int due = 0;
        for (Flare flare : burning) {
            due += flare.due;
        }
        if (due == 0 || !chance.happens((double) due / left)) {
            return Optional.empty();
        }
        int chosen = chance.below(due);
        for (Flare flare : burning) {
            chosen -= flare.due;
            if (chosen < 0) {
                flare.due--;
                return Optional.of(flare.track);
            }
        }
        return Optional.empty();
    }

    /// One time of one obsession: it rises within days and wanes over weeks.
    private static final class Flare {
        final Track track;
        final LocalDate start;
        final int[] playsByDay;
        int due;

        Flare(Track track, LocalDate start, int days, int plays, Chance chance) {
            this.track = track;
            this.start = start;
            playsByDay = new int[days];
            for (int play = 0; play < plays; play++) {
                double when = chance.happens(0.15)
                        ? 0.12 * StrictMath.sqrt(chance.unit())
                        : 0.12 + 0.88 * chance.unit() * chance.unit();
                playsByDay[(int) (when * days)]++;
            }
        }

        boolean isOver(LocalDate day) {
            return ChronoUnit.DAYS.between(start, day) >= playsByDay.length;
        }

        void wakeUp(LocalDate day) {
            due += playsByDay[(int) ChronoUnit.DAYS.between(start, day)];
        }
    }
}
