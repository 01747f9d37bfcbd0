package dev.mtm.fakes.model;

/// How the fake answers.
public enum Mood {
    /// As it is asked to: with places where figures belong.
    GOOD,
    /// As asked, after thinking aloud and in a fence of Markdown.
    THINKS,
    /// With numbers of its own.
    LIES,
    /// With numbers of its own, in words.
    SPELLS,
    /// With places that there are not.
    INVENTS,
    /// With figures behind names of other rows.
    MIXES,
    /// With links, markup and commands in its text.
    INJECTS,
    /// Does what anything in the conversation tells it to: repeats the longest line of what it was told.
    OBEYS,
    /// Talks and never comes to the point.
    RAMBLES,
    /// Stops in the middle, and says so.
    CUT,
    /// Something other than what was asked for, as JSON.
    STRANGE,
    /// Nothing at all.
    EMPTY,
    /// An answer that is no JSON.
    GARBAGE,
    /// HTTP 500.
    ERROR,
    /// HTTP 401.
    REFUSES,
    /// An answer that never ends: a byte now and then.
    SLOW
}
