package dev.mtm.question;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a parameter takes.
public enum ParameterType {
    /// A day: `2024-03-05`, `today`, `today - 30 days`.
    DATE,
    /// A month: `2024-03`, `today`, `today - 2 months`.
    MONTH,
    /// A year: `2024`, `today`, `today - 1 years`.
    YEAR,
    /// A whole number from 0.
    COUNT,
    TEXT,
    /// One of the words that the header lists.
    CHOICE,
    /// A track's id, its Spotify link, or a part of `artist - title`.
    TRACK,
    /// An artist's name, or a part of it that only one has.
    ARTIST,
    /// Words, each of which is in a track's title, artist or album.
    WORDS;

    /// The word for it in a header.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ParameterType> labelled(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equals(label))
                .findFirst();
    }

    /// Whether a value stands for one or more days.
    boolean spansDays() {
        return this == DATE || this == MONTH || this == YEAR;
    }
}
