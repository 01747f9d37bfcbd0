package dev.mtm.demo;

import dev.mtm.demo.Item.Track;
import java.util.ArrayList;
import java.util.List;

/// An invented album or single. Two albums are the same only if they are one object.
final class Album {
    final Artist artist;
    final String title;
    final List<Track> tracks;

    Album(Artist artist, String title, int size) {
        this.artist = artist;
        this.title = title;
        tracks = new ArrayList<>(size);
    }
}
