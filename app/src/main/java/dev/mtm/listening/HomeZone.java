package dev.mtm.listening;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/// The listener's clock: which local day and hour an instant belongs to, right on days of 23, 24 and 25 hours and in
/// zones of half and quarter hours.
///
/// @param id the IANA zone
public record HomeZone(ZoneId id) {
    /// The local day of an instant.
    public LocalDate dayOf(Instant instant) {
        return instant.atZone(id).toLocalDate();
    }

    /// The instant at which a local day starts; the end of a day is the start of the next.
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(id).toInstant();
    }

    /// A local day in the calendar.
    ///
    /// @param isoWeek `YYYY-Www`
    /// @param weekday 1 is Monday
    public record Day(LocalDate date, Instant startsAt, Instant endsAt, String month, String isoWeek, int weekday) {}

    /// The days from `first` to `last`, both included.
    public List<Day> days(LocalDate first, LocalDate last) {
        List<Day> days = new ArrayList<>();
        Instant start = startOf(first);
        for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
            Instant end = startOf(date.plusDays(1));
            // A zone may have left out a whole day (Samoa, 2011-12-30): such a day has no instants.
            if (end.isAfter(start)) {
                days.add(new Day(
                        date,
                        start,
                        end,
                        date.toString().substring(0, 7),
                        "%04d-W%02d"
                                .formatted(
                                        date.get(IsoFields.WEEK_BASED_YEAR),
                                        date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
                        date.getDayOfWeek().getValue()));
            }
            start = end;
        }
        return days;
    }

    /// A stretch of time in which the wall clock shows one hour of one day. When the clock is put back an hour has
    /// two.
    ///
    /// @param hour 0 to 23, as the wall clock shows it
    public record HourSlot(Instant startsAt, Instant endsAt, LocalDate date, int hour) {}

    /// The hours of the days from `first` to `last`, both included, in the order of time, without gaps.
    public List<HourSlot> hours(LocalDate first, LocalDate last) {
        List<HourSlot> slots = new ArrayList<>();
        Instant at = startOf(first);
        Instant end = startOf(last.plusDays(1));
        while (at.isBefore(end)) {
            ZonedDateTime local = at.atZone(id);
            Instant next = local.truncatedTo(ChronoUnit.HOURS).toInstant().plus(1, ChronoUnit.HOURS);
            ZoneOffsetTransition change = id.getRules().nextTransition(at);
            if (change != null && change.getInstant().isBefore(next)) {
                next = change.getInstant();
            }
            slots.add(new HourSlot(at, next.isBefore(end) ? next : end, local.toLocalDate(), local.getHour()));
            at = next;
        }
        return slots;
    }
}
