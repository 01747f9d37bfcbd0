package dev.mtm.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;

/// One day of the listener.
///
/// @param zone where the listener is that day
/// @param country the ISO 3166 code of that place, `ZZ` if unknown
/// @param away whether the listener travels
/// @param plays the records meant for the day; 0 on a day without listening
record Day(LocalDate date, ZoneId zone, String country, boolean away, int plays) {
    boolean isFree() {
        return away || date.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue();
    }
}
