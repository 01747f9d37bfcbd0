package dev.mtm.demo;

import dev.mtm.demo.Item.Track;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the listener has heard. Memories fade by a power law: a play twice as long ago is half as likely to come
/// back.
/// A track heard too often gets tiresome and rests for months.
final class Memory {
    private static final int SPAN = 1 << 20;
    private static final int TRIES = 8;
    private static final double NEAREST = 30;

    private final Chance chance;
    private final int playsPerYear;
    private final @Nullable Track[] past = new @Nullable Track[SPAN];
    private final BitSet heard = new BitSet();
    private int[] restsUntil = new int[1024];
    private LocalDate today = LocalDate.EPOCH;
    private int todayNumber;
    private long plays;
    private int tracks;

    Memory(Chance chance, int playsPerYear) {
        this.chance = chance;
        this.playsPerYear = playsPerYear;
    }

    void wakeUp(LocalDate day) {
        today = day;
        todayNumber = (int) day.toEpochDay();
    }

    void add(Track track) {
        past[(int) (plays++ & (SPAN - 1))] = track;
        if (!heard.get(track.number())) {
            heard.set(track.number());
            tracks++;
        }
    }

    boolean knows(Track track) {
        return heard.get(track.number());
    }

    long plays() {
        return plays;
    }

    int tracks() {
        return tracks;
    }

    /// A known track that suits the season and does not rest.
    Optional<Track> findSuitable() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Track track = past[(int) ((plays - lag()) & (SPAN - 1))];
            if (track != null
                    && !rests(track)
                    && chance.happens(track.album().artist.season.suits(today))) {
                if (chance.happens(0.02)) {
                    rest(track, today.plusDays((long) chance.logEven(40, 500)));
                }
                return Optional.of(track);
            }
        }
        return Optional.empty();
    }

    private long lag() {
        if (plays > playsPerYear && playsPerYear < SPAN && chance.happens(0.1)) {
            double aboutOneYear = playsPerYear * (1 + 0.04 * chance.bell());
            return Math.clamp((long) aboutOneYear, 1, SPAN - 1);
        }
        return (long) chance.logEven(NEAREST, Math.max(NEAREST + 1, Math.min(plays, SPAN - 1)));
    }

    boolean rests(Track track) {
        int number = track.number();
        return number < restsUntil.length && todayNumber < restsUntil[number];
    }

    /// Keeps a track silent before `end`.
    void rest(Track track, LocalDate end) {
        int number = track.number();
        if (number >= restsUntil.length) {
            restsUntil = Arrays.copyOf(restsUntil, Math.max(number + 1, restsUntil.length * 2));
        }
        restsUntil[number] = (int) end.toEpochDay();
    }
}
