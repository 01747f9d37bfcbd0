package dev.mtm.demo;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// What an invented listening life looks like from outside. The same shape always gives the same life.
///
/// Above about 150,000 plays a year the day gets too short for one listener. The tracks are then made shorter, down
/// to
/// about half a minute, so that plays still do not overlap.
///
/// @param seed chooses the life; any value
/// @param firstDay the first day with listening, in `zone`
/// @param lastDay the last day with listening, in `zone`, included
/// @param playsPerYear records in an average year, podcasts and doubled records included; 1 to 1,000,000
/// @param zone where the listener lives; decides the hours of listening and the home country
public record Shape(long seed, LocalDate firstDay, LocalDate lastDay, int playsPerYear, ZoneId zone) {
    private static final ZoneId HOME = ZoneId.of("Europe/Berlin");
    private static final int MOST_PLAYS_PER_YEAR = 1_000_000;
    private static final double DAYS_PER_YEAR = 365.2425;

    /// @throws IllegalArgumentException if the last day is before the first, or the plays a year are out of range
    public Shape {
        if (lastDay.isBefore(firstDay)) {
            throw new IllegalArgumentException("lastDay " + lastDay + " is before firstDay " + firstDay);
        }
        if (playsPerYear < 1 || playsPerYear > MOST_PLAYS_PER_YEAR) {
            throw new IllegalArgumentException(
                    "playsPerYear must be 1 to " + MOST_PLAYS_PER_YEAR + ": " + playsPerYear);
        }
    }

    /// Ten years in Berlin with about 15,000 plays a year: the usual demonstration.
    public static Shape tenYearsUntil(LocalDate lastDay) {
        return new Shape(1, lastDay.minusYears(10).plusDays(1), lastDay, 15_000, HOME);
    }

    /// Twelve years in Berlin with about so many plays in all, for measuring.
    ///
    /// @param plays records in all files together, at most 12 million; the result differs by less than one in a
    /// hundred
    /// @throws IllegalArgumentException if `plays` is not positive or too many for twelve years
    public static Shape ofPlays(long plays, LocalDate lastDay) {
        LocalDate firstDay = lastDay.minusYears(12).plusDays(1);
        double years = daysBetween(firstDay, lastDay) / DAYS_PER_YEAR;
        return new Shape(1, firstDay, lastDay, Math.toIntExact(Math.round(plays / years)), HOME);
    }

    /// The records that the whole life should have.
    long plays() {
        return Math.round(playsPerDay() * daysBetween(firstDay, lastDay));
    }

    double playsPerDay() {
        return playsPerYear / DAYS_PER_YEAR;
    }

    private static long daysBetween(LocalDate first, LocalDate last) {
        return ChronoUnit.DAYS.between(first, last) + 1;
    }
}
