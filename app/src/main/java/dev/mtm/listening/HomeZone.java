package dev.mtm.listening;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/// The listener's clock: which local day and hour an instant belongs to, right on days of 23, 24 and 25 hours and in
/// zones of half and quarter hours.
///
/// @param id the IANA zone
public record HomeZone(ZoneId id) {
    private static final long SECONDS_OF_HOUR = 3_600;

    /// The local day of an instant: the one between whose start and end it lies.
    public LocalDate dayOf(Instant instant) {
        LocalDate shown = instant.atZone(id).toLocalDate();
        return instant.isBefore(startOf(shown)) ? shown.minusDays(1) : shown;
    }

    /// The instant at which a local day starts; the end of a day is the start of the next.
    ///
    /// Where the clock was put back across midnight (Newfoundland until 2010: from 00:01 to 23:01) the day
    /// starts at its second midnight, so that days never overlap; what was heard between belongs to the day
    /// before.
    public Instant startOf(LocalDate day) {
        ZonedDateTime midnight = day.atStartOfDay(id);
        ZoneOffsetTransition change = id.getRules().getTransition(day.atStartOfDay());
        boolean twice = change != null
                && change.isOverlap()
                && change.getDateTimeAfter().toLocalDate().isBefore(day);
        return (twice ? midnight.withLaterOffsetAtOverlap() : midnight).toInstant();
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

    /// A stretch of time in which the wall clock shows one hour of one day. When the clock is put back an
    /// hour has two.
    ///
    /// @param date the day as [#dayOf] gives it
    /// @param hour 0 to 23, as the wall clock shows it
    public record HourSlot(Instant startsAt, Instant endsAt, LocalDate date, int hour) {}

    /// The hours of the days from `first` to `last`, both included, in the order of time, without gaps.
    public List<HourSlot> hours(LocalDate first, LocalDate last) {
        List<HourSlot> slots = new ArrayList<>();
        Instant at = startOf(first);
        Instant end = startOf(last.plusDays(1));
        while (at.isBefore(end)) {
            ZonedDateTime local = at.atZone(id);
            // Counted from the wall clock, not from its last full hour: a change of clocks may lie in between.
            Instant next = at.plusSeconds(SECONDS_OF_HOUR - local.toLocalTime().toSecondOfDay() % SECONDS_OF_HOUR);
            ZoneOffsetTransition change = id.getRules().nextTransition(at);
            if (change != null && change.getInstant().isBefore(next)) {
                next = change.getInstant();
            }
            slots.add(new HourSlot(at, next.isBefore(end) ? next : end, dayOf(at), local.getHour()));
            at = next;
        }
        return slots;
    }
}
