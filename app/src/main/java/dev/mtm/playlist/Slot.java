package dev.mtm.playlist;

import dev.mtm.listening.HomeZone;
import java.time.Instant;
import java.time.LocalDate;

/// The stretch of time that a managed playlist is made for: a day, or a quarter of one.
///
/// @param day   on the listener's clock
/// @param part  of the day; of a whole day the first
/// @param from  when it begins
/// @param until when the next begins
public record Slot(Managed playlist, LocalDate day, DayPart part, Instant from, Instant until) {
    /// The one that holds a moment.
    static Slot at(Managed playlist, Instant moment, HomeZone zone) {
        LocalDate day = zone.dayOf(moment);
        DayPart part = DayPart.NIGHT;
        if (playlist == Managed.SIX_HOUR) {
            for (DayPart later : DayPart.values()) {
                if (!moment.isBefore(start(day, later, zone))) {
                    part = later;
                }
            }
        }
        return on(playlist, day, part, zone);
    }

    private static Slot on(Managed playlist, LocalDate day, DayPart part, HomeZone zone) {
        Instant until = playlist == Managed.SIX_HOUR && part != DayPart.EVENING
                ? start(day, DayPart.values()[part.ordinal() + 1], zone)
                : zone.startOf(day.plusDays(1));
        return new Slot(playlist, day, part, start(day, part, zone), until);
    }

    private static Instant start(LocalDate day, DayPart part, HomeZone zone) {
        return part == DayPart.NIGHT
                ? zone.startOf(day)
                : day.atTime(part.firstHour(), 0).atZone(zone.id()).toInstant();
    }

    /// The day whose answers it is made of, the last one that is over: they are the same all through the slot.
    LocalDate asOf() {
        return day.minusDays(1);
    }

    /// What was in at or after that moment stays out.
    Instant restsSince(HomeZone zone) {
        return start(day.minusDays(playlist.restDays()), part, zone);
    }

    /// Names it, the same on every machine.
    String name() {
        return playlist.key() + " " + day + " " + part.word();
    }
}
