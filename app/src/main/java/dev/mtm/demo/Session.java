package dev.mtm.demo;

import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A time of listening without a longer break.
///
/// @param start when it should begin; it begins later if the one before lasts longer
/// @param plays the records meant for it
/// @param album whether it opens with a whole album
record Session(
        Day day,
        Instant start,
        int plays,
        String platform,
        boolean album,
        boolean shuffle,
        boolean offline,
        boolean incognito) {
    private static final int USUAL_PLAYS = 11;
    private static final int MOST_SESSIONS = 8;
    private static final double[] WORKDAY = {
        0.4, 0.15, 0.05, 0.02, 0.02, 0.1, 0.7, 1.7, 1.8, 1, 0.9, 0.9, 1, 0.9, 0.8, 0.9, 1.1, 1.9, 1.8, 1.4, 1.5, 1.5,
        1.2, 0.8
    };
    private static final double[] FREE_DAY = {
        1, 0.6, 0.3, 0.12, 0.05, 0.03, 0.05, 0.2, 0.5, 1, 1.5, 1.7, 1.5, 1.2, 1.2, 1.3, 1.3, 1.3, 1.3, 1.4, 1.6, 1.7,
        1.6, 1.4
    };

    /// The sessions of a day in order.
    static List<Session> of(Day day, Chance chance) {
        int usual = Math.max(USUAL_PLAYS, day.plays() / MOST_SESSIONS);
        List<Session> sessions = new ArrayList<>();
        int left = day.plays();
        while (left > 0) {
            int plays = Math.min(left, 1 + (int) (usual * (0.15 + 1.7 * chance.unit())));
            left -= plays;
            sessions.add(session(day, plays, chance));
        }
        sessions.sort(Comparator.comparing(Session::start));
        return sessions;
    }

    private static Session session(Day day, int plays, Chance chance) {
        int hour = chance.weighted(day.isFree() ? FREE_DAY : WORKDAY);
        LocalTime time = LocalTime.of(hour, chance.below(60), chance.below(60));
        Instant start = day.date().atTime(time).atZone(day.zone()).toInstant();
        boolean album = plays > 6 && chance.happens(0.2);
        return new Session(
                day,
                start,
                plays,
                Devices.choose(chance, day, hour),
                album,
                !album && chance.happens(0.3),
                chance.happens(day.away() ? 0.3 : 0.04),
                chance.happens(0.01));
    }
}
