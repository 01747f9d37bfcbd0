package dev.mtm.demo;

import java.time.Duration;

/// Something that can be played: a track, a podcast episode or an audiobook chapter.
sealed interface Item {
    /// The full length.
    Duration length();

    /// A track of an album.
    ///
    /// @param number counts all tracks of a life from 0
    record Track(int number, Album album, String title, String uri, Duration length) implements Item {}

    /// An episode of a podcast.
    ///
    /// @param video whether it is watched, which places it in the file of videos
    record Episode(String title, String show, String uri, boolean video, Duration length) implements Item {}

    /// A chapter of an audiobook.
    record Chapter(String title, String uri, String book, String bookUri, Duration length) implements Item {}
}
