package dev.mtm.catalog;

import dev.mtm.listening.TrackRef;
import org.jspecify.annotations.Nullable;

/// What a track is called: title, artist credit and album as printed; null where no source told.
record Names(
        @Nullable String name,
        @Nullable String artist,
        @Nullable String album) {
    static Names of(TrackRef ref) {
        return new Names(ref.name(), ref.artistName(), ref.albumName());
    }

    /// Whether no source told any of it.
    boolean isUnknown() {
        return name == null && artist == null && album == null;
    }

    /// An order for names that were told by plays of one second: the choice must not depend on the order of reading.
    int compareWith(Names other) {
        int byName = compare(name, other.name);
        if (byName != 0) {
            return byName;
        }
        int byArtist = compare(artist, other.artist);
        return byArtist != 0 ? byArtist : compare(album, other.album);
    }

    private static int compare(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return a == null ? (b == null ? 0 : -1) : 1;
        }
        return a.compareTo(b);
    }
}
