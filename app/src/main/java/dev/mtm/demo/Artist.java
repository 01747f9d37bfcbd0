package dev.mtm.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// An invented artist, with the albums the listener has met so far. Grows, so two artists are the same only if they
/// are
/// one object.
final class Artist {
    /// When an artist is listened to.
    enum Season {
        ALL_YEAR,
        SUMMER,
        WINTER;

        /// How well a day suits, from 0 to 1.
        double suits(LocalDate day) {
            return switch (this) {
                case ALL_YEAR -> 0.6;
                case SUMMER ->
                    switch (day.getMonth()) {
                        case JUNE, JULY, AUGUST -> 1;
                        case MAY, SEPTEMBER -> 0.4;
                        default -> 0.06;
                    };
                case WINTER ->
                    switch (day.getMonth()) {
                        case DECEMBER, JANUARY, FEBRUARY -> 1;
                        case NOVEMBER, MARCH -> 0.4;
                        default -> 0.06;
                    };
            };
        }
    }

    final int number;
    final String name;
    final Language language;
    final Season season;
    /// How many albums there will be.
    final int discography;
    final List<Album> albums = new ArrayList<>(2);

    Artist(int number, String name, Language language, Season season, int discography) {
        this.number = number;
        this.name = name;
        this.language = language;
        this.season = season;
        this.discography = discography;
    }

    boolean isComplete() {
        return albums.size() >= discography;
    }
}
